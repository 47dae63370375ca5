import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SampleCallReference } from '../../agent-console/sample-calls/sample-call.ts'
import { NOWHERE } from '../../server/contracts/floor.ts'
import type { CallRecord, Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { Utterance } from '../../server/contracts/transcript.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { createRegistry } from '../../server/platform/metrics.ts'
import { loadDraft } from '../../server/rules/backtest/load-draft.ts'
import { tryRules, type TrialCall } from '../../server/rules/backtest/try-rules.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { allSampleCalls } from '../helpers/sample-calls.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, type BenchResult } from './goals.ts'
import { figure, printTable } from './measure/table.ts'

const RULES_DIR = resolve(import.meta.dirname, '../../rules')
const STARTED_AT = Date.UTC(2026, 2, 2, 9)
/** How recognition behaves: a word is seen this long after its end, and final so long after the last of its utterance. */
const SHOWN_AFTER_MS = 260
const FINAL_AFTER_MS = 800
const FIRST_STAY_MS = 60
const TURNS = { least: 20, more: 40 }
const PAUSE_MS = 700

/**
 * How fast the shipped rules are back-tested over kept calls, from the store to the list of what would have fired,
 * in one thread. The calls are turns of the sample calls in other orders, put on hold once in a while.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const calls = options.number('calls', { full: 300, quick: 10 })
  const folder = await mkdtemp(join(tmpdir(), 'earshot-backtest-'))
  const store = openSqliteStore({
    path: join(folder, 'earshot.db'),
    log: createLog({ level: 'silent' }),
    registry: createRegistry(),
    clock: systemClock,
  })
  try {
    await fill(store, calls)
    return await measure(store)
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

async function fill(store: Store, calls: number): Promise<void> {
  const references = (await allSampleCalls()).map(({ reference }) => reference)
  const random = seededRandom(7)
  for (let index = 0; index < calls; index += 1) {
    const { call, utterances, events, durationMs, endedAt } = madeUp(`call-${index}`, references, random)
    const writes = [
      store.saveCall(call),
      ...utterances.map((utterance) => store.saveUtterance(utterance)),
      ...events.map((event) => store.saveEvent(event)),
      store.endCall(call.callId, {
        endedAt: endedAt ?? wallMs(STARTED_AT),
        durationMs: durationMs ?? 0,
        reason: 'completed',
      }),
    ]
    await store.flush()
    await Promise.all(writes)
  }
}

async function measure(store: Store): Promise<BenchResult> {
  const { sets } = await loadDraft({ rulesDir: RULES_DIR, paths: [] })
  if (sets === null) throw new Error(`the rules in ${RULES_DIR} have faults`)
  const startedAt = systemClock.now()
  const cpuBefore = process.cpuUsage()
  const trial = await tryRules({ ...sets, now: sets.draft, calls: keptCalls(store), clock: systemClock })
  const cpu = process.cpuUsage(cpuBefore)
  const wholeMs = systemClock.now() - startedAt
  const cpuMs = (cpu.user + cpu.system) / 1000
  const callsMs = trial.callHours * 3_600_000
  printTable(
    ['', 'calls', 'hours', 'rules', 'fired', 'ms', 'times real time'],
    [
      ['rules alone', ...amounts(trial), figure(trial.ms), figure(trial.timesRealTime)],
      ['with the store', ...amounts(trial), figure(wholeMs), figure(callsMs / wholeMs)],
      ['with the store, CPU time', ...amounts(trial), figure(cpuMs), figure(callsMs / cpuMs)],
    ],
  )
  return { goals: { backtest_times_real_time: atLeast(callsMs / wholeMs, 1000) } }
}

function amounts({
  calls,
  callHours,
  rules,
  firings,
}: Awaited<ReturnType<typeof tryRules>>): readonly string[] {
  return [figure(calls), figure(callHours, 2), figure(rules.length), figure(firings.length)]
}

async function* keptCalls(store: Store): AsyncGenerator<TrialCall> {
  for (const callId of await store.listCallIds(10_000)) {
    const record = await store.getCall(callId)
    if (record !== null) yield { record, feedback: await store.rules.listFeedback(callId) }
  }
}

/** A call of turns that belong to different calls, which no rule has been tuned to. */
function madeUp(
  callId: string,
  references: readonly SampleCallReference[],
  random: () => number,
): CallRecord {
  const turns = references.flatMap((reference) => reference.turns)
  const utterances: Utterance[] = []
  const count = TURNS.least + Math.floor(random() * TURNS.more)
  let atMs = 500
  for (let seq = 2; seq < count + 2; seq += 1) {
    const turn = turns[Math.floor(random() * turns.length)]
    if (turn === undefined) continue
    const lengthMs = turn.endMs - turn.startMs
    utterances.push(finalOf({ callId, seq, turn, startMs: atMs, lengthMs }))
    atMs += lengthMs + PAUSE_MS
  }
  const holdMs = Math.floor(atMs / 2)
  const change = (seq: number, ms: number, onHold: boolean): CallRecord['events'][number] => {
    return { type: 'update', callId, seq, atMs: callMs(ms), change: { onHold } }
  }
  return {
    call: {
      ...{ callId, startedAt: wallMs(STARTED_AT), agentId: 'agent-1', language: 'en-US' },
      ...{ source: 'native', attributes: { queue: 'billing' } },
    },
    place: NOWHERE,
    endedAt: wallMs(STARTED_AT + atMs),
    durationMs: atMs,
    endReason: 'completed',
    utterances,
    events: random() < 0.3 ? [change(1000, holdMs, true), change(1001, holdMs + 20_000, false)] : [],
    outcomes: [],
  }
}

interface SpokenTurn {
  readonly callId: string
  readonly seq: number
  readonly turn: SampleCallReference['turns'][number]
  readonly startMs: number
  readonly lengthMs: number
}

function finalOf({ callId, seq, turn, startMs, lengthMs }: SpokenTurn): Utterance {
  const texts = turn.text.split(' ')
  const endMs = startMs + lengthMs
  const atMs = endMs + FINAL_AFTER_MS
  const at = wallMs(STARTED_AT + atMs)
  const words = texts.map((text, place) => {
    const untilMs = Math.round(startMs + ((place + 1) * lengthMs) / texts.length)
    const fromMs = Math.round(startMs + (place * lengthMs) / texts.length)
    const stayedMs = atMs - untilMs - SHOWN_AFTER_MS + FIRST_STAY_MS
    return { text, startMs: callMs(fromMs), endMs: callMs(untilMs), confidence: 1, stayedMs }
  })
  return {
    ...{ type: 'utterance', callId, seq, utteranceId: `${callId}/${seq}`, party: turn.party, state: 'final' },
    ...{ startMs: callMs(startMs), endMs: callMs(endMs), text: turn.text, words, atMs: callMs(atMs) },
    ...{ capturedAt: at, heardAt: at, decodedAt: at, lagMs: 0 },
  }
}

import { afterEach, expect, it } from 'vitest'
import { PARTIES, type Party } from '../../server/contracts/call.ts'
import type { Utterance, Word } from '../../server/contracts/transcript.ts'
import { sleep, systemClock } from '../../server/platform/clock.ts'
import { makeRecognition, play, textOf, type RunningRecognition } from '../helpers/recognition.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { differences, wordsTouched } from '../helpers/transcript-difference.ts'
import { until } from '../helpers/until.ts'
import { sumWordErrors, wordErrors } from '../helpers/word-error-rate.ts'

const CALLS = [
  { id: 'billing-page-freezes', untilMs: 42_000 },
  { id: 'cancellation', untilMs: 42_000 },
  { id: 'app-logs-out', untilMs: 42_000 },
  { id: 'card-payment', untilMs: 42_000 },
] as const
const WORKERS = 2
/** Where each worker is killed, in call time of its calls. */
const KILLED_AT_MS = [12_000, 24_000]
const SPEED = 4
/** After the utterance that was cut, the new recogniser hears these with a speaker it does not know yet. */
const WORDS_AT_THE_CUT = 8

let running: RunningRecognition

afterEach(() => running.recognition.stop(5000))

/** Feeds the calls side by side at `speed` times real time and ends them. `each` is called as time goes on. */
async function live(
  calls: readonly CallSamples[],
  { speed, each }: { speed: number; each: () => void },
): Promise<void> {
  const startedAt = systemClock.now()
  const longestMs = Math.max(...calls.map(({ reference }) => reference.durationMs))
  calls.forEach((_, index) => running.open({ callId: `call-${index}` }))
  for (let fromMs = 0; fromMs < longestMs; fromMs += 20) {
    const aheadMs = fromMs / speed - (systemClock.now() - startedAt)
    if (aheadMs > 5) await sleep(aheadMs)
    each()
    for (const [index, { samples }] of calls.entries()) {
      for (const party of PARTIES) {
        const frame = samples[party].slice(fromMs * 8, (fromMs + 20) * 8)
        if (frame.length > 0) play(running.sink, { callId: `call-${index}`, party, fromMs, samples: frame })
      }
    }
  }
  const closing = calls.map((_, index) => running.sink.close(`call-${index}`, 'completed'))
  const watching = new AbortController()
  const watch = (async () => {
    while (!watching.signal.aborted) {
      each()
      await sleep(20)
    }
  })()
  await Promise.all(closing)
  watching.abort()
  await watch
}

async function startWith(workers: number): Promise<void> {
  running = makeRecognition({ workers, maxBacklogMs: 120_000, closeDeadlineMs: 200_000 })
  await running.recognition.start()
  const loaded = (): number => running.logged.filter((line) => 'loadMs' in line).length
  await until('all workers are ready', () => loaded() === workers, 60_000)
}

/** How far a call has been decoded. */
function positionOf(callId: string): number {
  return Math.max(0, ...running.messagesOf(callId).map(({ atMs }) => atMs))
}

type Transcript = Readonly<Record<Party, readonly Utterance[]>>

function transcripts(): readonly Transcript[] {
  return CALLS.map((_, index) => ({
    agent: running.finals(`call-${index}`, 'agent'),
    customer: running.finals(`call-${index}`, 'customer'),
  }))
}

function expectOrderly(callId: string): void {
  const messages = running.messagesOf(callId)
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
  expect(messages.at(0)?.type).toBe('start')
  expect(messages.at(-1)?.type).toBe('end')
  expect(messages.filter(({ type }) => type === 'gap')).toEqual([])
  const ticks = messages.filter(({ type }) => type === 'tick').map(({ atMs }) => atMs)
  expect(ticks).toEqual(ticks.map((_, index) => (index + 1) * 1000))
  for (const party of PARTIES) {
    const finals = running.finals(callId, party)
    const ids = finals.map(({ utteranceId }) => utteranceId)
    expect(new Set(ids).size).toBe(ids.length)
    const starts = finals.flatMap(({ words }) => words.map(({ startMs }) => startMs))
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  }
}

const wordsOf = (finals: readonly Utterance[]): readonly Word[] => finals.flatMap(({ words }) => words)

interface Comparison {
  readonly words: number
  readonly atTheCut: number
  readonly elsewhere: number
  /** The longest run of words that one has and the other has not. */
  readonly longestRun: number
}

/** Compares a party's transcript with that of the undisturbed run. `killedAtMs`: where its worker died. */
function compare(whole: readonly Utterance[], killed: readonly Utterance[], killedAtMs: number): Comparison {
  const words = wordsOf(whole)
  const cut = whole.find(({ startMs, endMs }) => startMs <= killedAtMs && killedAtMs <= endMs + 1000)
  const fromMs = (cut?.startMs ?? killedAtMs) - 500
  const after = words.filter(({ startMs }) => startMs > Math.max(killedAtMs, cut?.endMs ?? 0))
  const toMs = after[WORDS_AT_THE_CUT - 1]?.endMs ?? Infinity
  const found = differences(words, wordsOf(killed))
  const isAtTheCut = (place: { fromMs: number; toMs: number }): boolean =>
    place.toMs >= fromMs && place.fromMs <= toMs
  return {
    words: words.length,
    atTheCut: wordsTouched(found.filter(isAtTheCut)),
    elsewhere: wordsTouched(found.filter((place) => !isAtTheCut(place))),
    longestRun: Math.max(0, ...found.map(({ missing, extra }) => Math.abs(missing.length - extra.length))),
  }
}

it('loses nothing of any call when every worker is killed once', async () => {
  const calls = await Promise.all(
    CALLS.map(async ({ id, untilMs }) => beginningOf(await callSamples(id), untilMs)),
  )
  await startWith(WORKERS)
  await live(calls, { speed: SPEED, each: () => undefined })
  const whole = transcripts()
  await running.recognition.stop(5000)

  await startWith(WORKERS)
  const pids = running.workerPids()
  const killedAt = new Map<string, number>()
  await live(calls, {
    speed: SPEED,
    each: () => {
      for (const [worker, atMs] of KILLED_AT_MS.entries()) {
        // Calls are shared out in turn as they come.
        const callIds = CALLS.flatMap((_, index) => (index % WORKERS === worker ? [`call-${index}`] : []))
        if (killedAt.has(callIds[0] ?? '') || callIds.some((callId) => positionOf(callId) < atMs)) continue
        for (const callId of callIds) killedAt.set(callId, positionOf(callId))
        process.kill(pids[worker] ?? 0, 'SIGKILL')
      }
    },
  })
  expect(
    running.logged.filter((line) => line['status'] === 'SIGKILL').map((line) => line['channels']),
  ).toEqual([4, 4])

  const table = CALLS.flatMap(({ id }, index) =>
    PARTIES.map((party) => {
      const killedAtMs = killedAt.get(`call-${index}`) ?? 0
      const { agent, customer } = whole[index] ?? { agent: [], customer: [] }
      const before = { agent, customer }[party]
      const after = running.finals(`call-${index}`, party)
      return { call: id, party, killedAtMs, ...compare(before, after, killedAtMs) }
    }),
  )
  console.table(table)
  CALLS.forEach((_, index) => expectOrderly(`call-${index}`))
  const sum = (key: 'words' | 'atTheCut' | 'elsewhere'): number =>
    table.reduce((total, row) => total + row[key], 0)
  // Words lost with a worker, or said twice, would be a run of them.
  for (const row of table) expect(row.longestRun, `${row.call} ${row.party}`).toBeLessThanOrEqual(3)
  // Elsewhere, the next recogniser mishears other words than this one did: its frames fall differently, and it
  // has yet to learn the speaker. Measured: 1 to 3 % of the words, the word error rate unchanged.
  expect(sum('atTheCut') / sum('words')).toBeLessThan(0.06)
  expect(sum('elsewhere') / sum('words')).toBeLessThan(0.06)

  const errors = (heard: readonly Transcript[]): number =>
    sumWordErrors(
      calls.flatMap(({ reference }, index) =>
        PARTIES.map((party) => wordErrors(saidBy(reference, party), textOf(heard[index]?.[party] ?? []))),
      ),
    ).rate
  const [wholeRate, killedRate] = [errors(whole), errors(transcripts())]
  console.log(`word error rate ${wholeRate.toFixed(3)} undisturbed, ${killedRate.toFixed(3)} killed`)
  expect(killedRate).toBeLessThan(wholeRate + 0.03)
}, 600_000)

import { access } from 'node:fs/promises'
import { Command } from 'commander'
import { z } from 'zod'
import { databasePath } from '../app/data-folder.ts'
import { callMs } from '../contracts/time.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { CallRecord } from '../contracts/store.ts'
import type { CallMessage, Utterance } from '../contracts/transcript.ts'
import { createLog } from '../platform/log.ts'
import { createRegistry } from '../platform/metrics.ts'
import { compileRules } from '../rules/compile/compile.ts'
import { evaluateCall } from '../rules/engine/evaluate-call.ts'
import { loadRules } from '../rules/file/load.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { readCallEvent } from './stream/event.ts'
import { createPrinter } from './stream/printer.ts'

const HELP = `
Shows a call as it was kept: what was said, and what people were told and why. Then plays its words through
the rules as they are now, by the same code that runs live, and says which rules fire.

Reads the database in EARSHOT_DATA_DIR and the rules in EARSHOT_RULES_DIR; the server may run or not.
Digits that were masked when the call was kept stay masked, and ticks are made anew, once a second.

Examples:
  earshot replay c-20931
  EARSHOT_RULES_DIR=./drafts earshot replay c-20931 --json`

const TICK_EVERY_MS = 1000

const replayOptions = z.object({ json: z.boolean().default(false) })

/** `earshot replay CALL`: a kept call, and what the rules make of it today. */
export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('show a kept call and play it through the rules as they are now')
    .argument('<call>', 'id of the call')
    .option('--json', 'one JSON object a line: the events as kept, then a match for each rule that fires')
    .addHelpText('after', HELP)
    .action((callId: string, flags: unknown) => replay(context, callId, replayOptions.parse(flags)))
}

async function replay(context: CliContext, callId: string, { json }: { json: boolean }): Promise<void> {
  const { rulesDir } = context.settings()
  const record = await readCall(context, callId)
  const loaded = await loadRules(rulesDir)
  if (!loaded.ok) {
    throw new CliError(`the rules in ${rulesDir} have faults: run earshot rules lint`, {
      exitCode: EXIT.faults,
    })
  }
  const set = compileRules({ rules: loaded.documents.map(({ rule }) => rule), hash: loaded.hash })
  const fired = evaluateCall({ set, callId, messages: toMessages(record) }).filter(
    ({ state }) => state === 'fired',
  )

  const printer = createPrinter({ ...context, json, colour: context.colour() })
  for (const kept of byCallTime([...record.utterances, ...record.outcomes])) {
    printer.event({ event: readCallEvent(kept), delayMs: null })
  }
  const print = (text: string): unknown => context.stdout.write(`${text}\n`)
  if (json) {
    for (const match of fired) print(JSON.stringify(match))
    print(JSON.stringify({ type: 'end', callId, durationMs: durationOf(record) }))
    return
  }
  print(`\nrules as they are now (${loaded.hash}): ${fired.length} would fire`)
  for (const { rule, atMs, evidence } of fired) {
    const cause = evidence.condition === 'absence' ? 'not said' : `“${evidence.phrase}”`
    print(`  ${(atMs / 1000).toFixed(1).padStart(6)} s  ${rule.id}@${rule.version}  ${cause}`)
  }
}

async function readCall({ settings, clock }: CliContext, callId: string): Promise<CallRecord> {
  const path = databasePath(settings())
  await access(path).catch((cause: unknown) => {
    throw new CliError(`no calls are kept here: ${path} is not there`, { exitCode: EXIT.wrongUse, cause })
  })
  const store = openSqliteStore({
    path,
    log: createLog({ level: 'error' }),
    registry: createRegistry(),
    clock,
  })
  try {
    const record = await store.getCall(callId)
    if (record !== null) return record
    throw new CliError('there is no call with this id; GET /v1/calls lists those that are kept', {
      exitCode: EXIT.wrongUse,
    })
  } finally {
    await store.close()
  }
}

/** The call as recognition would have published it, had it known every final at once. */
function toMessages(record: CallRecord): readonly CallMessage[] {
  const { call, utterances } = record
  const { callId } = call
  const endMs = durationOf(record)
  const ticks = Array.from({ length: Math.floor(endMs / TICK_EVERY_MS) }, (_, index): CallMessage => {
    return { type: 'tick', callId, seq: 0, atMs: callMs((index + 1) * TICK_EVERY_MS), lagMs: 0 }
  })
  const start: CallMessage = { type: 'start', callId, seq: 0, atMs: callMs(0), call }
  const reason = record.endReason ?? 'failed'
  const end: CallMessage = { type: 'end', callId, seq: 0, atMs: callMs(endMs), durationMs: endMs, reason }
  return [start, ...byCallTime<CallMessage>([...utterances, ...ticks]), end].map((message, index) => ({
    ...message,
    seq: index + 1,
  }))
}

/** A call that has no end was live when the process died: it is as long as its last words. */
function durationOf({ durationMs, utterances }: CallRecord): number {
  return durationMs ?? Math.max(0, ...utterances.map(({ endMs }) => endMs))
}

function byCallTime<T extends CallMessage | Utterance | Outcome>(events: readonly T[]): readonly T[] {
  return events.toSorted((one, other) => one.atMs - other.atMs)
}

import { stat } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { CallId } from '../contracts/call.ts'
import { wallMs } from '../contracts/time.ts'
import { parseDuration } from '../platform/duration.ts'
import { loadDraft } from '../rules/backtest/load-draft.ts'
import { trialCall } from '../rules/backtest/trial-call.ts'
import { tryRules, type RuleTrial, type RulesTrial, type TrialCall } from '../rules/backtest/try-rules.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { clock as showCallTime } from '../rules/explain/words.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { KeptCalls } from './kept-calls.ts'
import { readTranscripts } from './transcript-file.ts'

const HELP = `
Plays calls through rules by the same code that runs live, and says what they would have done, beside the rules in
force in EARSHOT_RULES_DIR. RULES is a folder of rules, or rule files, which are judged among the rules, lists and
calendars in force. Without it, the rules in force are played.

--calls takes ids of calls that are kept in EARSHOT_DATA_DIR, "all" of them (the default), and files: records of
GET /v1/calls/:id, or what earshot stream --json prints. --since 7d takes the kept calls that started since.

A prompt is told as its cooldown allows; "told" counts those, "fires" all. Precision is what people said of the same
outcomes when they were live: used, of those that they called used or wrong.

Played are finals, the moving words that led to them, hold, transfer and attributes at their time, missing audio, and
a tick each second. Lost are words that no final kept (so what fired on them and was withdrawn), other readings of
the recogniser, and numbers that were masked. Calls that an earlier version kept know neither hold nor transfer
nor when an attribute came; the lines of a stream know no attributes, hold or transfer, and are taken as English.

Examples:
  earshot rules backtest ./drafts --since 7d
  earshot rules backtest rules/digital/site-slow.rule.yaml --calls c-20931 c-20932
  earshot stream call.wav --json > call.jsonl; earshot rules backtest --calls call.jsonl`

interface BacktestFlags {
  readonly calls?: readonly string[]
  /** Milliseconds. */
  readonly since?: number
  readonly json?: true
}

type BacktestContext = Pick<CliContext, 'stdout' | 'settings' | 'clock'>

/** `earshot rules backtest`: what rules would have done in calls that are over. */
export function backtestCommand(context: BacktestContext): Command {
  return new Command('backtest')
    .argument('[rules...]', 'folder of rules, or rule files; the rules in force by default')
    .description('play kept calls through rules, and say what they would have done beside those in force')
    .option('--calls <call...>', 'ids of kept calls, files with calls, or "all"')
    .option('--since <time>', 'kept calls that started in this time, for example 7d', toSince)
    .option('--json', 'one JSON object a line: each firing and rule, then a summary')
    .addHelpText('after', HELP)
    .action((paths: readonly string[], flags: BacktestFlags) => backtest(context, paths, flags))
}

function toSince(text: string): number {
  const ms = parseDuration(text)
  if (ms !== null && ms > 0) return ms
  throw new InvalidArgumentError('Expected a time such as 12h or 7d.')
}

async function backtest(
  context: BacktestContext,
  paths: readonly string[],
  flags: BacktestFlags,
): Promise<void> {
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  const { rulesDir } = context.settings()
  const { sets, faults, sources } = await loadDraft({ rulesDir, paths })
  if (sets === null) {
    for (const fault of faults) {
      print(
        flags.json === true ? JSON.stringify({ type: 'fault', ...fault }) : `${showFault(fault, sources)}\n`,
      )
    }
    throw new CliError('the rules have faults', { exitCode: EXIT.faults })
  }
  const calls = chosenCalls(context, flags)
  const trial = await tryRules({ ...sets, calls, clock: context.clock })
  if (flags.json === true) printJson(print, trial)
  else printTables(print, trial)
}

/** One at a time, so that only one call's words are held. */
async function* chosenCalls(
  context: BacktestContext,
  { calls, since }: BacktestFlags,
): AsyncGenerator<TrialCall> {
  const named = calls ?? []
  const all = named.includes('all') || since !== undefined || named.length === 0
  const files: string[] = []
  const ids: string[] = []
  for (const name of named) if (name !== 'all') ((await isFile(name)) ? files : ids).push(name)
  for (const file of files) {
    for (const record of await readTranscripts(file)) yield { record, feedback: [] }
  }
  if (!all && ids.length === 0) return
  await using kept = await KeptCalls.open(context)
  const from = wallMs(since === undefined ? 0 : context.clock.now() - since)
  const chosen = new Set([...ids, ...(all ? await kept.idsSince(from) : [])])
  // Newest first: the last leg of a call that a restart cut comes before those that it has in it.
  const earlier = new Set<CallId>()
  for (const callId of chosen) {
    if (earlier.has(callId) && !ids.includes(callId)) continue
    const trial = (await trialCall(kept.store, callId)) ?? { record: await kept.get(callId), feedback: [] }
    for (const leg of trial.legs ?? []) earlier.add(leg.callId)
    yield trial
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

type Print = (line: string) => unknown

function printJson(print: Print, { rules, firings, ...summary }: RulesTrial): void {
  for (const firing of firings) print(JSON.stringify({ type: 'firing', ...firing }))
  for (const rule of rules)
    print(JSON.stringify({ type: 'rule', ...rule, ...perHour(rule, summary.callHours) }))
  print(JSON.stringify({ type: 'summary', rules: rules.length, ...summary }))
}

/** Of all callers' time with an agent. */
function perHour(
  { count, told }: RuleTrial,
  hours: number,
): { perAgentHour: number; toldPerAgentHour: number } {
  return { perAgentHour: hours === 0 ? 0 : count / hours, toldPerAgentHour: hours === 0 ? 0 : told / hours }
}

const MARK = { same: ' ', gained: '+', lost: '-' } as const

function printTables(print: Print, { rules, firings, ...summary }: RulesTrial): void {
  const { calls, callHours, ms, timesRealTime } = summary
  const widest = (texts: readonly string[]): number => Math.max(4, ...texts.map(({ length }) => length))
  const callWidth = widest(firings.map(({ callId }) => callId))
  const ruleWidth = widest(rules.map(({ ruleId }) => ruleId))
  for (const { change, callId, atMs, ruleId, words, phrase } of firings) {
    const place = `${MARK[change]} ${callId.padEnd(callWidth)}  ${showCallTime(atMs).padStart(7)}`
    print(`${place}  ${ruleId.padEnd(ruleWidth)}  ${words === '' ? phrase : `“${words}”`}`)
  }
  if (firings.length > 0) print('')
  const did = rules.filter(({ count, now }) => count > 0 || now > 0)
  const cells = (...texts: readonly string[]): string => texts.map((text) => text.padStart(10)).join('')
  print(
    `${'rule'.padEnd(ruleWidth)}${cells('fires', 'told', 'told/h', 'in force', 'gained', 'lost', 'precision')}`,
  )
  for (const rule of did) {
    const { count, told, now, gained, lost, precision } = rule
    const amounts = [count, told, perHour(rule, callHours).toldPerAgentHour.toFixed(2), now, gained, lost]
    const precise = precision === null ? '-' : `${Math.round(100 * precision)} %`
    print(`${rule.ruleId.padEnd(ruleWidth)}${cells(...amounts.map(String), precise)}`)
  }
  const told = rules.reduce((sum, rule) => sum + perHour(rule, callHours).toldPerAgentHour, 0)
  print('')
  print(
    `${countOf(rules.length, 'rule')}, of which ${rules.length - did.length} never fired; ${told.toFixed(2)} told an agent hour`,
  )
  const speed = Math.round(timesRealTime).toLocaleString('en')
  print(
    `${countOf(calls, 'call')}, ${callHours.toFixed(2)} hours, played in ${Math.round(ms)} ms: ${speed} times real time`,
  )
}

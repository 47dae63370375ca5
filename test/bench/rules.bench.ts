import { compileRules, type RuleSet } from '../../server/rules/compile/compile.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult, type Goal } from './goals.ts'
import { figure, printTable } from './measure/table.ts'
import { idleFootprint, retainedPerMessage } from './rules/footprint.ts'
import { makeRules } from './rules/made-rules.ts'
import { expressionPerRule, expressionSet, type PlainSearch } from './rules/plain-search.ts'
import { cpuSeconds, judge } from './rules/play.ts'
import { readTalk, type Talk } from './rules/talk.ts'

const SIZES = [100, 1000, 10_000]
/** What a site of some size has; the goals are held against it. */
const SITE_RULES = 1000
const HELD_CALLS = 2000
const SILENT_MESSAGES = 1_000_000

interface Row {
  readonly rules: number
  readonly name: string
  readonly seconds: number
  readonly found: number
}

/**
 * The rule engine by itself, on one core: how fast it judges live calls with more and more rules, beside what one
 * would write without it, and what a call's state takes.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const talk = await readTalk()
  const { calls, messages, said, shown } = talk
  console.log(
    `${calls.length} calls, ${messages} messages; ${said} words said, ${shown} words shown to the rules`,
  )
  const rows: Row[] = []
  for (const size of options.quick ? SIZES.slice(0, 2) : SIZES)
    rows.push(...(await measure(size, talk, options)))
  printSpeeds(rows, talk)
  const site = compileRules({ rules: await makeRules(SITE_RULES), hash: 'bench' })
  return { goals: { ...speedGoals(rows, talk), ...stateGoals(site, options) } }
}

async function measure(size: number, talk: Talk, options: BenchOptions): Promise<readonly Row[]> {
  const rules = await makeRules(size)
  const runs = options.number('runs', { full: 7, quick: 1 })
  const set = compileRules({ rules, hash: 'bench' })
  const engine: Row = {
    rules: size,
    name: 'engine',
    seconds: cpuSeconds(runs, () => judge(set, talk)),
    found: judge(set, talk),
  }
  const plain = [searched(size, 'expression per rule', { search: expressionPerRule(rules), talk })]
  const setSearch = await expressionSet(rules)
  if (setSearch !== null) plain.push(searched(size, 're2 set', { search: setSearch, talk }))
  else console.log(`${size} rules: the library re2 is not installed here, its set is left out`)
  return [engine, ...plain]
}

/** A plain search has no state: one run is as good as another. */
function searched(rules: number, name: string, parts: { search: PlainSearch; talk: Talk }): Row {
  const { search, talk } = parts
  // A part of the calls is enough for what takes so much longer.
  const calls = talk.calls.slice(0, Math.max(2, Math.ceil((talk.calls.length * 100) / rules)))
  const share = calls.flat().length / talk.messages
  let found = 0
  const seconds = cpuSeconds(1, () => {
    found = 0
    for (const message of calls.flat()) found += search(message)
  })
  return { rules, name, seconds: seconds / share, found: Math.round(found / share) }
}

function printSpeeds(rows: readonly Row[], talk: Talk): void {
  console.log('\nCPU time of one core; found: matches of the engine, utterances with a hit of the others')
  printTable(
    ['rules', '', 'shown words/s', 'said words/s', 'µs/message', 'times the engine', 'found'],
    rows.map((row) => {
      const engine = secondsOf(rows, row.rules)
      return [
        figure(row.rules),
        row.name,
        figure(talk.shown / row.seconds),
        figure(talk.said / row.seconds),
        figure((row.seconds / talk.messages) * 1e6, 2),
        figure(row.seconds / engine, 1),
        figure(row.found),
      ]
    }),
  )
}

function secondsOf(rows: readonly Row[], rules: number): number {
  return rows.find((row) => row.rules === rules && row.name === 'engine')?.seconds ?? NaN
}

function speedGoals(rows: readonly Row[], talk: Talk): Readonly<Record<string, Goal>> {
  const [few = 0, some = 0, many = 0] = SIZES.map((size) => secondsOf(rows, size))
  return {
    rules_words_per_second: atLeast(talk.shown / secondsOf(rows, SITE_RULES), 200_000),
    rules_time_100_to_1000: atMost(some / few, 2),
    ...(Number.isNaN(many) ? {} : { rules_time_1000_to_10000: atMost(many / some, 2) }),
  }
}

function stateGoals(set: RuleSet, { quick }: BenchOptions): Readonly<Record<string, Goal>> {
  const calls = quick ? 50 : HELD_CALLS
  const places = [
    ['after 8 s', 8000],
    ['after 10 min', 600_000],
  ] as const
  const sizes = places.map(([name, atMs]) => ({ name, ...idleFootprint(set, { calls, atMs }) }))
  console.log(`\nBytes for an idle call with ${SITE_RULES} rules`)
  printTable(
    ['', 'JSON', 'heap'],
    sizes.map(({ name, json, heap }) => [name, figure(json), figure(heap)]),
  )
  const retained = retainedPerMessage(set, quick ? 10_000 : SILENT_MESSAGES)
  console.log(`\nbytes kept on the heap for a message on which no rule moves: ${figure(retained, 3)}`)
  const largest = (sizesOf: readonly number[]): Goal => atMost(Math.max(...sizesOf), 8192)
  return {
    rules_idle_json_bytes: largest(sizes.map(({ json }) => json)),
    rules_idle_heap_bytes: largest(sizes.map(({ heap }) => heap)),
    rules_retained_bytes_per_message: atMost(retained, quick ? 50 : 0.5),
  }
}

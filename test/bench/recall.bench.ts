import { resolve } from 'node:path'
import type { CallMessage } from '../../server/contracts/transcript.ts'
import { loadRules } from '../../server/rules/file/load.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { readCorpus, readShortCall, type BenchCall } from './play/corpus.ts'
import { hearCalls } from './recall/heard-calls.ts'
import { phraseRules } from './recall/phrase-rules.ts'
import { playCalls, scoreCall, sumScores, type RulesUnderTest, type Score } from './recall/score.ts'
import { truthOf, type Truth } from './recall/truth.ts'
import { BOTH, EXACT, phraseGroups, SHIPPED, VARIANTS, type Variant } from './recall/variants.ts'

const RULES = resolve(import.meta.dirname, '../../rules')
const HOUR_MS = 3_600_000

interface HeardCall {
  readonly call: BenchCall
  readonly truth: Truth | null
  readonly heard: readonly CallMessage[]
}

type KnownCall = HeardCall & { readonly truth: Truth }
type Scores = ReadonlyMap<Variant, Score>

/** What tolerance finds that exact words miss, and what it finds that nobody said. */
export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const calls = quick ? [await readShortCall(30_000)] : await readCorpus()
  const messages = await hearCalls(calls)
  const heard = await Promise.all(
    calls.map(async (call, index) => ({ call, truth: await truthOf(call), heard: messages[index] ?? [] })),
  )
  const known = heard.filter((each): each is KnownCall => each.truth !== null)
  const unknown = heard.filter(({ truth }) => truth === null)
  const hours = known.reduce((sum, { call }) => sum + call.durationMs, 0) / HOUR_MS
  const rules = await shippedRules()
  const ofRules = scores(rules, known)
  print(`${rules.rules.length} rules, ${known.length} calls with a reference`, ofRules, hours)
  printCases(ofRules)
  const phrases = { rules: phraseRules(rules.rules), phases: null }
  const ofPhrases = scores(phrases, known)
  print(`each of their ${phrases.rules.length} phrases by itself`, ofPhrases, hours)
  if (unknown.length > 0) printMore(rules, unknown)
  return { goals: goalsOf({ ofRules, ofPhrases, hours }) }
}

/** The rules that are made of words and may be in force; tolerance is nothing to the others. */
async function shippedRules(): Promise<RulesUnderTest> {
  const { documents, phases, ok } = await loadRules(RULES)
  if (!ok) throw new Error('the shipped rules have faults: node server/main.ts rules lint')
  const rules = documents
    .map(({ rule }) => rule)
    .filter(({ ref }) => ref.status === 'live' || ref.status === 'shadow')
    .filter(({ condition }) => phraseGroups(condition).length > 0)
  return { rules, phases }
}

function scores(rules: RulesUnderTest, known: readonly KnownCall[]): Scores {
  const due = playCalls(
    rules,
    known.map(({ truth }) => truth.messages),
    EXACT,
  )
  return new Map(
    VARIANTS.map((variant) => {
      const fired = playCalls(
        rules,
        known.map(({ heard }) => heard),
        variant,
      )
      const each = known.map(({ call, truth }, index) =>
        scoreCall({ id: call.id, timed: truth.timed }, due[index] ?? new Map(), fired[index] ?? new Map()),
      )
      return [variant, sumScores(each)]
    }),
  )
}

function print(title: string, of: Scores, hours: number): void {
  console.log(`\n${title} (${figure(hours, 2)} call-hours)`)
  printTable(
    ['tolerance', 'due', 'found', 'recall', 'false', 'false/h', 'precision'],
    [...of].map(([{ name }, score]) => [
      name,
      figure(score.due),
      figure(score.found),
      percent(score.found / score.due),
      figure(score.false),
      figure(score.false / hours, 1),
      percent(score.found / (score.found + score.false)),
    ]),
  )
}

/** By variant, so that it can be seen which rule gains and which pays. */
function printCases(of: Scores): void {
  for (const [{ name }, { missed, wrong }] of of) {
    console.log(`\n${name}: missed ${missed.join(', ') || 'nothing'}`)
    console.log(`${name}: not due ${wrong.join(', ') || 'nothing'}`)
  }
}

/** Nobody knows what is right there: only how many more fire. */
function printMore(rules: RulesUnderTest, unknown: readonly HeardCall[]): void {
  const counts = (variant: Variant): ReadonlyMap<string, number> => {
    const all = playCalls(
      rules,
      unknown.map(({ heard }) => heard),
      variant,
    )
    const ids = new Set(all.flatMap((fired) => [...fired.keys()]))
    return new Map(
      [...ids].map((id) => [id, all.reduce((sum, fired) => sum + (fired.get(id)?.length ?? 0), 0)]),
    )
  }
  const exact = counts(EXACT)
  console.log(`\ncalls without a reference: ${unknown.map(({ call }) => call.id).join(', ')}`)
  printTable(
    ['tolerance', 'fired', 'other than exact'],
    VARIANTS.map((variant) => {
      const fired = counts(variant)
      const ids = [...new Set([...exact.keys(), ...fired.keys()])].toSorted()
      const changes = ids
        .map((id) => ({ id, more: (fired.get(id) ?? 0) - (exact.get(id) ?? 0) }))
        .filter(({ more }) => more !== 0)
      const total = [...fired.values()].reduce((sum, count) => sum + count, 0)
      const text = changes.map(({ id, more }) => `${id} ${more > 0 ? '+' : ''}${more}`).join(', ')
      return [variant.name, figure(total), text === '' ? '-' : text]
    }),
  )
}

/**
 * The recordings are a fraction of an hour, so one false hit is several an hour: nothing finer can be told from
 * none, and the shipped rules may have no more than exact words have.
 */
function goalsOf(of: { ofRules: Scores; ofPhrases: Scores; hours: number }): BenchResult['goals'] {
  const recall = (scores: Scores, variant: Variant): number => {
    const score = scores.get(variant)
    return score === undefined || score.due === 0 ? 1 : score.found / score.due
  }
  const falsePerHour = (variant: Variant): number => (of.ofRules.get(variant)?.false ?? NaN) / of.hours
  return {
    recall_both_over_exact: atLeast(recall(of.ofRules, BOTH) - recall(of.ofRules, EXACT), 0),
    recall_shipped_over_exact: atLeast(recall(of.ofRules, SHIPPED) - recall(of.ofRules, EXACT), 0),
    recall_phrases_both_over_exact: atLeast(recall(of.ofPhrases, BOTH) - recall(of.ofPhrases, EXACT), 0),
    recall_shipped_more_false_per_hour: atMost(falsePerHour(SHIPPED) - falsePerHour(EXACT), 0),
  }
}

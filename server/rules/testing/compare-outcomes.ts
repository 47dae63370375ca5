import type { RuleAction } from '../../contracts/match.ts'
import { caughtWords } from '../../language/caught-words.ts'
import type { UnstampedMatch } from '../engine/unstamped-match.ts'
import { formatCallTime, parseCallTime } from './call-time.ts'
import type { Expectation } from './test-schema.ts'

/** What a rule did in a call, or should do. */
export interface TimedOutcome {
  readonly atMs: number
  readonly kind: RuleAction['kind']
  readonly text: string
  /** It was withdrawn when the words were final. */
  readonly retracted: boolean
  /** The words that it came of; null: whichever. */
  readonly words: string | null
  /** Values that were caught, by name; of what is expected, those that must be. */
  readonly slots: ReadonlyMap<string, string>
}

/** A difference between what a test expects and what happened. `expectation`: index in `expect`, or null. */
export interface CaseFailure {
  readonly expectation: number | null
  readonly message: string
}

export function expectedOutcome(expected: Expectation): TimedOutcome {
  const { prompt, alert, state, words, slots = {} } = expected
  return {
    atMs: parseCallTime(expected.at) ?? 0,
    kind: prompt === undefined ? 'alert' : 'prompt',
    text: prompt ?? alert ?? '',
    retracted: state === 'retracted',
    words: words ?? null,
    slots: new Map(Object.entries(slots)),
  }
}

/** Everything that was put in front of somebody, with what became of it. */
export function outcomesOf(matches: readonly UnstampedMatch[]): readonly TimedOutcome[] {
  const last = new Map(matches.map((match) => [match.matchId, match]))
  return matches
    .filter(({ state }) => state === 'fired')
    .map((fired) => {
      const { state, evidence } = last.get(fired.matchId) ?? fired
      return {
        atMs: fired.atMs,
        kind: fired.action.kind,
        text: fired.action.text,
        retracted: state === 'retracted',
        words: evidence.words.map(({ text }) => text).join(' '),
        slots: caughtWords(evidence),
      }
    })
}

/** What differs; outcomes that were retracted may be expected and need not be. */
export function compareOutcomes(
  expected: readonly TimedOutcome[],
  actual: readonly TimedOutcome[],
  toleranceMs: number,
): readonly CaseFailure[] {
  const failures: CaseFailure[] = []
  const left = [...actual]
  const open: { outcome: TimedOutcome; index: number }[] = []
  for (const [index, outcome] of expected.entries()) {
    const found = take(left, (other) => isSame(outcome, other) && isNear(outcome, other, toleranceMs))
    if (found === null) open.push({ outcome, index })
  }
  for (const { outcome, index } of open) {
    const found = take(left, (other) => isAlike(outcome, other))
    const when = `${formatCallTime(outcome.atMs)} (give or take ${toleranceMs} ms)`
    const message = `expected ${describe(outcome)} at ${when}, but ${instead(outcome, found)}`
    failures.push({ expectation: index, message })
  }
  for (const outcome of left.filter(({ retracted }) => !retracted)) {
    const message = `${describe(outcome)} came at ${formatCallTime(outcome.atMs)}, which is not expected`
    failures.push({ expectation: null, message })
  }
  return failures
}

/** Removes the first that fits. */
function take(from: TimedOutcome[], fits: (outcome: TimedOutcome) => boolean): TimedOutcome | null {
  const at = from.findIndex(fits)
  const [taken = null] = at === -1 ? [] : from.splice(at, 1)
  return taken
}

function instead(outcome: TimedOutcome, found: TimedOutcome | null): string {
  if (found === null) return 'it did not come'
  const at = `it came at ${formatCallTime(found.atMs)}`
  if (outcome.retracted !== found.retracted)
    return `${at} and was ${found.retracted ? 'retracted' : 'confirmed'}`
  if (outcome.words !== null && outcome.words !== found.words)
    return `${at} of the words "${found.words ?? ''}", not "${outcome.words}"`
  const missed = missedSlot(outcome, found)
  if (missed === null) return at
  const [name, value] = missed
  const caught = found.slots.get(name)
  return `${at} and caught ${caught === undefined ? `no ${name}` : `the ${name} "${caught}"`}, not "${value}"`
}

/** The first of the values that must be caught and were not. */
function missedSlot(expected: TimedOutcome, actual: TimedOutcome): readonly [string, string] | null {
  return [...expected.slots].find(([name, value]) => actual.slots.get(name) !== value) ?? null
}

function describe({ kind, text }: TimedOutcome): string {
  return `the ${kind} "${text}"`
}

function isAlike(a: TimedOutcome, b: TimedOutcome): boolean {
  return a.kind === b.kind && a.text === b.text
}

function isSame(expected: TimedOutcome, actual: TimedOutcome): boolean {
  const { retracted, words } = expected
  if (!isAlike(expected, actual) || retracted !== actual.retracted) return false
  return (words === null || words === actual.words) && missedSlot(expected, actual) === null
}

function isNear(a: TimedOutcome, b: TimedOutcome, toleranceMs: number): boolean {
  return Math.abs(a.atMs - b.atMs) <= toleranceMs
}

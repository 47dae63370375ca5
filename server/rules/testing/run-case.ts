import type { RuleAction } from '../../contracts/match.ts'
import { parseDuration } from '../../platform/duration.ts'
import { compileRules, type RuleSet } from '../compile/compile.ts'
import type { Rule } from '../compile/rule.ts'
import { evaluateCall } from '../engine/evaluate-call.ts'
import type { UnstampedMatch } from '../engine/unstamped-match.ts'
import { parseCallScript } from './call-script.ts'
import { formatCallTime, parseCallTime } from './call-time.ts'
import { playScript } from './play-script.ts'
import type { RuleTest, TestFile } from './test-schema.ts'

/** How far an outcome may be from the time that a test expects, unless its file says otherwise. */
const TOLERANCE_MS = 500

/** What a rule did in a call, or should do. */
export interface TimedOutcome {
  readonly atMs: number
  readonly kind: RuleAction['kind']
  readonly text: string
}

/** A difference between what a test expects and what happened. `expectation`: index in `expect`, or null. */
export interface CaseFailure {
  readonly expectation: number | null
  readonly message: string
}

/** Compiles one rule by itself, as `runCase` wants it. */
export function compileAlone(rule: Rule): RuleSet {
  return compileRules({ rules: [rule], hash: rule.fingerprint })
}

export interface RunCaseOptions {
  readonly set: RuleSet
  readonly test: RuleTest
  readonly tolerance: TestFile['tolerance']
}

/**
 * Plays the test's call through the engine that runs live and compares everything that came of it, in
 * order, with everything that was expected. Cooldowns are not applied: each time is listed.
 *
 * @returns the differences; none when the test passes.
 */
export function runCase({ set, test, tolerance }: RunCaseOptions): readonly CaseFailure[] {
  const toleranceMs = parseDuration(tolerance ?? '') ?? TOLERANCE_MS
  const { script } = parseCallScript(test.call)
  const callId = 'rule-test'
  const matches = evaluateCall({ set, callId, messages: playScript(callId, script) })
  return compare(test.expect.map(toOutcome), outcomesOf(matches), toleranceMs)
}

function toOutcome(expected: RuleTest['expect'][number]): TimedOutcome {
  const atMs = parseCallTime(expected.at) ?? 0
  return expected.prompt === undefined
    ? { atMs, kind: 'alert', text: expected.alert ?? '' }
    : { atMs, kind: 'prompt', text: expected.prompt }
}

/** What stays in front of somebody: fired and never retracted. */
function outcomesOf(matches: readonly UnstampedMatch[]): readonly TimedOutcome[] {
  const retracted = new Set(
    matches.filter(({ state }) => state === 'retracted').map(({ matchId }) => matchId),
  )
  return matches
    .filter(({ state, matchId }) => state === 'fired' && !retracted.has(matchId))
    .map(({ atMs, action }) => ({ atMs, kind: action.kind, text: action.text }))
}

function compare(
  expected: readonly TimedOutcome[],
  actual: readonly TimedOutcome[],
  toleranceMs: number,
): readonly CaseFailure[] {
  const failures: CaseFailure[] = []
  const left = [...actual]
  const open: { outcome: TimedOutcome; index: number }[] = []
  for (const [index, outcome] of expected.entries()) {
    const at = left.findIndex((other) => isSame(outcome, other) && isNear(outcome, other, toleranceMs))
    if (at === -1) open.push({ outcome, index })
    else left.splice(at, 1)
  }
  for (const { outcome, index } of open) {
    const late = left.findIndex((other) => isSame(outcome, other))
    const [found] = late === -1 ? [] : left.splice(late, 1)
    const instead = found === undefined ? 'it did not come' : `it came at ${formatCallTime(found.atMs)}`
    const when = `${formatCallTime(outcome.atMs)} (give or take ${toleranceMs} ms)`
    failures.push({ expectation: index, message: `expected ${describe(outcome)} at ${when}, but ${instead}` })
  }
  for (const outcome of left) {
    const message = `${describe(outcome)} came at ${formatCallTime(outcome.atMs)}, which is not expected`
    failures.push({ expectation: null, message })
  }
  return failures
}

function describe({ kind, text }: TimedOutcome): string {
  return `the ${kind} "${text}"`
}

function isSame(a: TimedOutcome, b: TimedOutcome): boolean {
  return a.kind === b.kind && a.text === b.text
}

function isNear(a: TimedOutcome, b: TimedOutcome, toleranceMs: number): boolean {
  return Math.abs(a.atMs - b.atMs) <= toleranceMs
}

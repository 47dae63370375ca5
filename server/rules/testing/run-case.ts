import { parseDuration } from '../../platform/duration.ts'
import { compileRules, type RuleSet } from '../compile/compile.ts'
import type { PhraseGroup, Rule } from '../compile/rule.ts'
import { evaluateCall } from '../engine/evaluate-call.ts'
import { parseCallScript } from './call-script.ts'
import { compareOutcomes, expectedOutcome, outcomesOf, type CaseFailure } from './compare-outcomes.ts'
import { playScript } from './play-script.ts'
import { scriptedCall } from './scripted-call.ts'
import type { RuleTest, TestFile } from './test-schema.ts'

/** How far an outcome may be from the time that a test expects, unless its file says otherwise. */
const TOLERANCE_MS = 500

/** A rule under test, compiled with those that it waits for. */
export interface TestedRule {
  readonly id: string
  readonly rules: readonly Rule[]
  readonly set: RuleSet
}

/** What a rule under test may need besides its own file. */
export interface TestSurroundings {
  /** The rules that it waits for. */
  readonly needs?: readonly Rule[]
  /** What closes a call; null: nobody says so. */
  readonly phases?: PhraseGroup | null
}

/** Compiles a rule as `runCase` wants it. */
export function compileAlone(rule: Rule, { needs = [], phases = null }: TestSurroundings = {}): TestedRule {
  const rules = [...needs, rule]
  const closing = phases === null ? undefined : { closing: phases }
  return { id: rule.ref.id, rules, set: compileRules({ rules, hash: rule.fingerprint, phases: closing }) }
}

export interface RunCaseOptions {
  readonly tested: TestedRule
  readonly test: RuleTest
  readonly tolerance: TestFile['tolerance']
}

/**
 * Plays the test's call through the engine that runs live and compares everything that came of the rule, in
 * order, with everything that was expected. Cooldowns are not applied: each time is listed.
 *
 * @returns the differences; none when the test passes.
 */
export function runCase({ tested, test, tolerance }: RunCaseOptions): readonly CaseFailure[] {
  const toleranceMs = parseDuration(tolerance ?? '') ?? TOLERANCE_MS
  const { script } = parseCallScript(test.call)
  const callId = 'rule-test'
  const messages = playScript(callId, script, scriptedCall(test, tested.rules))
  const matches = evaluateCall({ set: tested.set, callId, messages })
  const own = matches.filter(({ rule }) => rule.id === tested.id)
  return compareOutcomes(test.expect.map(expectedOutcome), outcomesOf(own), toleranceMs)
}

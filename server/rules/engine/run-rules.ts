import type { CompiledRule, RuleHit, RuleInput, RuleStep } from '../compile/compiled-rule.ts'
import type { RuleState } from '../compile/rule-state.ts'
import type { CallState, RuleSlot } from './call-state.ts'
import { emit, type Outputs } from './outputs.ts'
import { withdraw } from './withdraw.ts'

/** How often a rule may throw in one call before it is silent for the rest of it. */
export const MAX_FAILURES = 3

/** The input without what is filled in for each rule. */
export type CommonInput =
  Exclude<RuleInput, { kind: 'words' }> | Omit<Extract<RuleInput, { kind: 'words' }>, 'hits'>

export type HitsByRule = ReadonlyMap<number, readonly RuleHit[]>

const NO_HITS: HitsByRule = new Map()

/** Tells the input to each rule that it concerns: those that found their phrases, and those that remember something. */
export function runRules(
  outputs: Outputs,
  state: CallState,
  input: CommonInput,
  hits: HitsByRule = NO_HITS,
): CallState {
  let next = state
  for (const index of concerned(outputs, state, input, hits)) {
    const rule = outputs.set.rules[index]
    if (rule !== undefined) next = runRule(outputs, next, rule, withHits(input, hits.get(index)))
  }
  return next
}

function concerned(
  outputs: Outputs,
  state: CallState,
  input: CommonInput,
  hits: HitsByRule,
): readonly number[] {
  const { set } = outputs
  if (input.kind === 'start') return set.fromStart
  const remembering = Object.keys(state.rules).flatMap((key) => set.byKey.get(key) ?? [])
  if (hits.size === 0) return remembering
  // In the order of the rules, whatever was found first: live and replayed calls agree.
  return [...new Set([...remembering, ...hits.keys()])].sort((a, b) => a - b)
}

function withHits(input: CommonInput, hits: readonly RuleHit[] = []): RuleInput {
  return input.kind === 'words' ? { ...input, hits } : input
}

function runRule(outputs: Outputs, state: CallState, rule: CompiledRule, input: RuleInput): CallState {
  if ((state.failures[rule.key] ?? 0) >= MAX_FAILURES) return state
  const before = state.rules[rule.key]?.state ?? null
  let stepped: RuleStep
  try {
    stepped = rule.step(before, input)
  } catch (thrown) {
    return recordFailure(outputs, state, rule, thrown)
  }
  const { ref, action } = rule.rule
  for (const decision of stepped.decisions) {
    emit(outputs, { rule: ref, action, match: decision, state: decision.state })
  }
  return stepped.state === before ? state : remember(state, rule, stepped.state)
}

function remember(state: CallState, rule: CompiledRule, ruleState: RuleState | null): CallState {
  const { [rule.key]: _, ...others } = state.rules
  if (ruleState === null) return { ...state, rules: others }
  const { ref, action } = rule.rule
  const slot: RuleSlot = { rule: ref, action, state: ruleState }
  return { ...state, rules: { ...state.rules, [rule.key]: slot } }
}

/** The rule keeps the state it had; after too many failures it is switched off and its open matches retracted. */
function recordFailure(outputs: Outputs, state: CallState, rule: CompiledRule, error: unknown): CallState {
  const count = (state.failures[rule.key] ?? 0) + 1
  const disabled = count >= MAX_FAILURES
  outputs.failed.push({ ruleId: rule.rule.ref.id, error, disabled })
  const next = { ...state, failures: { ...state.failures, [rule.key]: count } }
  const slot = state.rules[rule.key]
  if (!disabled || slot === undefined) return next
  withdraw(outputs, slot)
  return remember(next, rule, null)
}

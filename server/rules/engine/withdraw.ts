import { retune } from './timeline.ts'
import type { CallState, RuleSlot } from './call-state.ts'
import { emit, type Outputs } from './outputs.ts'

/** Retracts what a rule left pending when its memory is given up: nothing that was fired stays undecided. */
export function withdraw(outputs: Outputs, { fired, memory }: RuleSlot): void {
  if (fired === null) return
  for (const match of memory.pending) emit(outputs, { ...fired, match, state: 'retracted' })
}

/** Takes over the state under a new rule set: keeps the memory of unchanged rules, gives up that of others. */
export function adoptRuleSet(outputs: Outputs, state: CallState): CallState {
  const { set } = outputs
  if (state.ruleSetHash === set.hash) return state
  const kept: [string, RuleSlot][] = []
  for (const [key, slot] of Object.entries(state.rules)) {
    if (set.byKey.has(key)) kept.push([key, slot])
    else withdraw(outputs, slot)
  }
  const failures = Object.entries(state.failures).filter(([key]) => set.byKey.has(key))
  return {
    ...state,
    ruleSetHash: set.hash,
    rules: Object.fromEntries(kept),
    failures: Object.fromEntries(failures),
    // What was found names phrases of the set before.
    open: state.open.map((open) => ({ ...open, words: [], before: 0, found: [] })),
    timeline: retune(state.timeline, set),
  }
}

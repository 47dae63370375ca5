import type { Outcome, OutcomeState } from '../../../server/contracts/outcome.ts'

const PROGRESS: Readonly<Record<OutcomeState, number>> = { held: 0, shown: 1, confirmed: 2, retracted: 2 }

/** Whether `next` may replace `known`: a decided outcome does not become undecided again. */
function isNewer(next: Outcome, known: Outcome): boolean {
  return PROGRESS[next.state] >= PROGRESS[known.state]
}

/** Replaces the outcome of the same id in place, or adds it at the end. What is held back is not among them. */
export function withOutcome(outcomes: readonly Outcome[], outcome: Outcome): readonly Outcome[] {
  if (outcome.state === 'held') return outcomes
  const at = outcomes.findLastIndex((other) => other.outcomeId === outcome.outcomeId)
  const known = outcomes[at]
  if (known === undefined) return [...outcomes, outcome]
  return isNewer(outcome, known) ? outcomes.with(at, outcome) : outcomes
}

/** What is held back of one call that stays on screen. */
const MOST_HELD = 50

/** The outcomes that are held back, with the news of one: it is held, or no longer. */
export function withHeld(held: readonly Outcome[], outcome: Outcome): readonly Outcome[] {
  const others = held.filter(({ outcomeId }) => outcomeId !== outcome.outcomeId)
  if (outcome.state === 'held') return [...others, outcome].slice(-MOST_HELD)
  return others.length === held.length ? held : others
}

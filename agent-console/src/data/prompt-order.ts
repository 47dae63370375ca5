import type { Outcome } from '../../../server/contracts/outcome.ts'

/**
 * Prompts as an agent should read them: by priority, of the same priority the newest first. What was withdrawn comes
 * last: it is there to be seen, and nothing to do.
 */
export function promptOrder(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes
    .filter(({ kind }) => kind === 'prompt')
    .toReversed()
    .toSorted((one, other) => rank(other) - rank(one))
}

function rank({ state, priority }: Outcome): number {
  return state === 'retracted' ? -1 : priority
}

import type { Outcome } from '../../../server/contracts/outcome.ts'

/**
 * Prompts as an agent should read them: by priority, of the same priority the newest first. What was withdrawn comes
 * last: it is there to be seen, and nothing to do. One whose place another card has taken is gone.
 */
export function promptOrder(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes
    .filter(({ kind, reason }) => kind === 'prompt' && reason !== 'outranked')
    .toReversed()
    .toSorted((one, other) => rank(other) - rank(one))
}

/** Whether a card is of no more use at this call time. */
export function isExpired({ card, atMs }: Outcome, callAtMs: number): boolean {
  const expiresMs = card?.expiresMs ?? null
  return expiresMs !== null && callAtMs >= atMs + expiresMs
}

function rank({ state, priority }: Outcome): number {
  return state === 'retracted' ? -1 : priority
}

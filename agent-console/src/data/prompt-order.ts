import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { Verdict } from './verdicts.ts'

const NO_VERDICTS: ReadonlyMap<string, Verdict> = new Map()

/** Behind every card that has something to do, in this order. */
const PUT_BACK = -1
const WITHDRAWN = -2

/**
 * Prompts as an agent should read them: by priority, of the same priority the newest first. What the agent found
 * wrong or not of use now steps back, and what was withdrawn comes last: it is there to be seen, and nothing to do.
 * One whose place another card has taken is gone.
 */
export function promptOrder(
  outcomes: readonly Outcome[],
  verdicts: ReadonlyMap<string, Verdict> = NO_VERDICTS,
): readonly Outcome[] {
  const rank = (outcome: Outcome): number => rankOf(outcome, verdicts.get(outcome.outcomeId))
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

function rankOf({ state, priority }: Outcome, given: Verdict | undefined): number {
  if (state === 'retracted') return WITHDRAWN
  const isKept = given !== undefined && given.state !== 'failed' && given.verdict !== 'used'
  return isKept ? PUT_BACK : priority
}

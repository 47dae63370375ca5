import type { Outcome } from '../../../server/contracts/outcome.ts'
import { REASON_TEXTS } from '../design/wording.ts'

/** Why an outcome is in its state, in one sentence; where another outcome is the reason, by its name. */
export function reasonWords({
  state,
  reason,
  because,
}: Pick<Outcome, 'state' | 'reason' | 'because'>): string {
  if (reason === 'inhibited' && because?.type === 'outcome') return `Held back by “${because.title}”.`
  // It was said to supervisors of many calls, and then was not in the final words.
  if (state === 'held' && reason === 'not-in-final') return 'Held back, and the final words did not have it.'
  return REASON_TEXTS[reason]
}

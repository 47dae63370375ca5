import type { Match } from '../../contracts/match.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { Stage } from '../stage.ts'

/** Whoever hears that somebody is in danger does not need advice on how to sell. */
export const inhibit: Stage = ({ inhibitor }) => (inhibitor === null ? null : 'inhibited')

/** Whether what was shown of a rule at `atMs` holds a match back. */
export function holdsBack(
  shown: { readonly ruleId: string; readonly atMs: CallMs },
  { action, atMs }: Match,
): boolean {
  const inhibitor = action.inhibitedBy?.find(({ ruleId }) => ruleId === shown.ruleId)
  if (inhibitor === undefined) return false
  return inhibitor.forMs === null || atMs - shown.atMs < inhibitor.forMs
}

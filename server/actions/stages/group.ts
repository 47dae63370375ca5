import type { Stage } from '../stage.ts'

/**
 * Many calls with the same trouble are one thing to supervisors. A critical alert is never one of many, and an agent is
 * prompted whatever happens in other calls.
 */
export const group: Stage = ({ match, groupCaseId }) => {
  if (groupCaseId === null || match.action.kind !== 'alert') return null
  return match.rule.severity === 'critical' ? null : 'grouped'
}

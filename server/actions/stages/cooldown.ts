import type { Stage } from '../stage.ts'

/** A rule is not shown again in the same call before its cooldown has passed in call time. */
export const cooldown: Stage = ({ match, lastShownAtMs }) => {
  if (lastShownAtMs === null) return null
  return match.atMs - lastShownAtMs < match.action.cooldownMs ? 'cooldown' : null
}

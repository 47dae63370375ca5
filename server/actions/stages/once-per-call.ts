import type { Stage } from '../stage.ts'

/** A rule that asks for it is shown at most once in a call, however much time has passed. */
export const oncePerCall: Stage = ({ match, lastShownAtMs }) =>
  match.action.oncePerCall && lastShownAtMs !== null ? 'once-per-call' : null

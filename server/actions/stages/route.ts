import type { Stage } from '../stage.ts'

/** A prompt goes to the agent on the call, so one must be known; alerts go to every supervisor. */
export const route: Stage = ({ match, agentId }) =>
  match.action.kind === 'prompt' && agentId === null ? 'no-agent' : null

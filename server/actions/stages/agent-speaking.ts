import type { Stage } from '../stage.ts'
import { URGENT } from './attention.ts'

/** Nobody reads while they speak: a prompt waits for the pause, unless it is urgent. */
export const agentSpeaking: Stage = ({ match, agentSpeaks }) =>
  agentSpeaks && match.action.kind === 'prompt' && match.rule.priority < URGENT ? 'agent-speaking' : null

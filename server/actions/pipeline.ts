import type { Candidate, HoldReason, Stage } from './stage.ts'
import { agentSpeaking } from './stages/agent-speaking.ts'
import { attention } from './stages/attention.ts'
import { cooldown } from './stages/cooldown.ts'
import { oncePerCall } from './stages/once-per-call.ts'
import { quiet } from './stages/quiet.ts'
import { route } from './stages/route.ts'
import { sameWords } from './stages/same-words.ts'
import { shadow } from './stages/shadow.ts'

/**
 * The stages in order. The first that holds a match gives the reason, so the most lasting reason comes first; the
 * last one only asks for patience.
 */
const STAGES: readonly Stage[] = [
  shadow,
  quiet,
  oncePerCall,
  cooldown,
  route,
  sameWords,
  attention,
  agentSpeaking,
]

/** Why the match must be held, or null when it is to be shown. */
export function holdReason(candidate: Candidate): HoldReason | null {
  for (const stage of STAGES) {
    const reason = stage(candidate)
    if (reason !== null) return reason
  }
  return null
}

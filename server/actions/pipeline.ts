import type { HeldBy } from '../contracts/outcome.ts'
import type { Candidate, HoldReason, Stage } from './stage.ts'
import { agentSpeaking } from './stages/agent-speaking.ts'
import { attention } from './stages/attention.ts'
import { audience } from './stages/audience.ts'
import { cooldown } from './stages/cooldown.ts'
import { group } from './stages/group.ts'
import { inhibit } from './stages/inhibit.ts'
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
  audience,
  inhibit,
  oncePerCall,
  cooldown,
  route,
  group,
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

/** What a match is held by, where that has a name. */
export function heldBy(reason: HoldReason, { inhibitor, groupCaseId }: Candidate): HeldBy | null {
  if (reason === 'inhibited' && inhibitor !== null) {
    const { outcomeId, rule, title } = inhibitor
    return { type: 'outcome', outcomeId, rule, title }
  }
  return reason === 'grouped' && groupCaseId !== null ? { type: 'group', caseId: groupCaseId } : null
}

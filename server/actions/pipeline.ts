import type { Candidate, HoldReason, Stage } from './stage.ts'
import { cooldown } from './stages/cooldown.ts'
import { oncePerCall } from './stages/once-per-call.ts'
import { route } from './stages/route.ts'
import { shadow } from './stages/shadow.ts'

/** The stages in order. The first that holds a match gives the reason, so the most lasting reason comes first. */
const STAGES: readonly Stage[] = [shadow, oncePerCall, cooldown, route]

/** Why the match must be held, or null when it is to be shown. */
export function holdReason(candidate: Candidate): HoldReason | null {
  for (const stage of STAGES) {
    const reason = stage(candidate)
    if (reason !== null) return reason
  }
  return null
}

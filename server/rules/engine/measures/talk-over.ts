import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'
import { overlapOf } from './speech.ts'

/** From when on both have spoken at once for long enough; null: they do not, or do not hear each other (hold). */
export function talkedOverFromMs(
  { speech, hold }: Measures,
  { by, forMs }: StateOf<'talk-over'>,
): number | null {
  const overlap = overlapOf(speech)
  if (overlap === null || hold.sinceMs !== null) return null
  if (by !== null && overlap.by !== by) return null
  return Math.max(overlap.sinceMs, hold.last?.toMs ?? 0) + forMs
}

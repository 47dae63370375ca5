import type { Issue as Alarm } from '../detect/issue.ts'
import type { Dossier } from './dossier.ts'

/** Of the contacts that an alarm rests on, so many make it the issue that they are known from. */
const SHARED_CONTACTS = 0.34

/** Whether an alarm is about an issue that is known: the same code where it is heard, or the same unknown words. */
export function sameSubject({ issue, facts, hits }: Dossier, alarm: Alarm): boolean {
  if (alarm.code !== null) {
    if (issue.code !== alarm.code) return false
    // The code's own alarm goes on with that of one channel, and the other way round; two channels are two issues.
    return alarm.kind === 'code' || facts.heardOn === null || facts.heardOn === alarm.channel
  }
  if (issue.code !== null) return false
  const shared = alarm.contactIds.filter((id) => hits.has(id)).length
  if (shared > 0 && shared >= SHARED_CONTACTS * alarm.contactIds.length) return true
  const words = new Set(issue.features)
  return alarm.words.some((word) => word.includes(' + ') && words.has(word))
}

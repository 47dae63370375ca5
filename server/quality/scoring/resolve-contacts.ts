import type { CallId } from '../../contracts/call.ts'
import type { ContactResolution } from '../../contracts/quality.ts'
import type { ScoredContact } from '../../contracts/store.ts'
import type { WallMs } from '../../contracts/time.ts'

export interface Resolved {
  readonly callId: CallId
  readonly resolution: ContactResolution
  readonly repeatedBy: CallId | null
}

/**
 * Whether each contact of one customer was dealt with at first: it was not when a later one within `withinMs` of its
 * start was about the same. Contacts come oldest first; those of before the time from which all of them are known keep
 * what they have. Pure, and of any order of scoring the last word.
 */
export function resolveContacts(
  contacts: readonly ScoredContact[],
  { withinMs, now }: { readonly withinMs: number; readonly now: WallMs },
): readonly Resolved[] {
  return contacts.map(({ callId, startedAt, reason }, at) => {
    if (reason === null) return { callId, resolution: 'unknown', repeatedBy: null }
    const later = contacts
      .slice(at + 1)
      .find((other) => other.reason === reason && other.startedAt - startedAt <= withinMs)
    if (later !== undefined) return { callId, resolution: 'repeated', repeatedBy: later.callId }
    return { callId, resolution: startedAt + withinMs > now ? 'open' : 'first', repeatedBy: null }
  })
}

/** What is to be written: where it is not yet so. */
export function changesIn(
  contacts: readonly ScoredContact[],
  resolved: readonly Resolved[],
): readonly Resolved[] {
  return resolved.filter(({ resolution, repeatedBy }, at) => {
    const contact = contacts[at]
    return contact?.resolution !== resolution || contact.repeatedBy !== repeatedBy
  })
}

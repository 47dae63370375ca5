import { EARLIER_CONTACTS, parseContacts } from '../../../contracts/earlier-contacts.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'

/** Counted back from the call's start; a contact exactly so long ago counts. */
export function repeatContactHolds(
  { attributes, startedAt }: Measures,
  { times, withinMs }: StateOf<'repeat-contact'>,
): boolean {
  if (startedAt === null) return false
  const contacts = parseContacts(attributes[EARLIER_CONTACTS] ?? '')
  return contacts.filter((at) => at < startedAt && startedAt - at <= withinMs).length >= times
}

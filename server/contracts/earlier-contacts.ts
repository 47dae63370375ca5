import { wallMs, type WallMs } from './time.ts'

/** Attributes whose names begin so are the server's own: no source may set them. */
const OWN_PREFIX = 'earshot.'

/** The attribute that says when the same customer called before: epoch milliseconds, the newest first, joined by commas. */
export const EARLIER_CONTACTS = `${OWN_PREFIX}earlier-contacts`

/** So many are named at most: with 13 digits each, they fit into an attribute. */
export const MAX_EARLIER_CONTACTS = 50

export function isOwnAttribute(name: string): boolean {
  return name.toLowerCase().startsWith(OWN_PREFIX)
}

export function formatContacts(contacts: readonly WallMs[]): string {
  return contacts
    .slice(0, MAX_EARLIER_CONTACTS)
    .map((at) => Math.floor(at).toString())
    .join(',')
}

/** What is no time is left out: the attribute may come from a file that somebody wrote. */
export function parseContacts(text: string): readonly WallMs[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\d{1,15}$/.test(part))
    .map((part) => wallMs(Number(part)))
}

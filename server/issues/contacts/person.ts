import type { Contact } from '../../contracts/contact.ts'

/** What makes two contacts those of one customer. */
export function personOf({ authorKey, id }: Pick<Contact, 'authorKey' | 'id'>): string {
  return authorKey ?? `contact ${id}`
}

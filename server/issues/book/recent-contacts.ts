import type { HeardContact } from '../../contracts/contact.ts'
import { SearchedContact } from './membership.ts'

export const RECENT_MS = 3 * 3_600_000
const MOST_PARTS = 40_000
const MOST_TEXT = 16_000_000

/** What was said in the last three hours: when an issue is noticed, its first contacts are among it. */
export class RecentContacts {
  #parts: SearchedContact[] = []
  #first = 0
  #text = 0

  add(contact: HeardContact): SearchedContact {
    const searched = new SearchedContact(contact)
    this.#parts.push(searched)
    for (const text of contact.texts) this.#text += text.length
    while (this.#size > MOST_PARTS || this.#text > MOST_TEXT) this.#drop()
    return searched
  }

  advance(now: number): void {
    for (;;) {
      const oldest = this.#parts[this.#first]
      if (oldest === undefined || now - oldest.contact.at < RECENT_MS) return
      this.#drop()
    }
  }

  *all(): IterableIterator<SearchedContact> {
    for (let at = this.#first; at < this.#parts.length; at += 1) {
      const part = this.#parts[at]
      if (part !== undefined) yield part
    }
  }

  /** The newest texts of contacts without a code, and of others: so many of each at most. */
  byCoded(limit: number): {
    readonly texts: readonly (readonly string[])[]
    readonly others: readonly (readonly string[])[]
  } {
    const texts: (readonly string[])[] = []
    const others: (readonly string[])[] = []
    for (let at = this.#parts.length - 1; at >= this.#first; at -= 1) {
      const contact = this.#parts[at]?.contact
      if (contact === undefined || contact.texts.length === 0) continue
      const group = contact.codes.length === 0 ? texts : others
      if (group.length < limit) group.push(contact.texts)
      if (texts.length >= limit && others.length >= limit) break
    }
    return { texts, others }
  }

  get #size(): number {
    return this.#parts.length - this.#first
  }

  #drop(): void {
    for (const text of this.#parts[this.#first]?.contact.texts ?? []) this.#text -= text.length
    this.#first += 1
    // Now and then, so that what is gone does not stay in memory.
    if (this.#first * 2 < this.#parts.length || this.#first < 1000) return
    this.#parts = this.#parts.slice(this.#first)
    this.#first = 0
  }
}

import type { HeardContact } from '../../contracts/contact.ts'
import type { IssueQuote } from '../../contracts/issue.ts'
import { personOf } from '../contacts/person.ts'

const SHOWN = 12
/** Candidates that are kept, so that the best stay when newer ones come. */
const KEPT = 48
const FEWEST_WORDS = 4
const MOST_WORDS = 40
const MOST_CHARACTERS = 280
/** Words of an unknown issue that a quote has: from so many on, more of them say no more. */
const ENOUGH_WORDS = 3
/** Each of them outweighs any mood. */
const WORTH_OF_WORD = 3
/** An hour of age costs a quote as much as this much mood. */
const AGE_PER_HOUR = 0.02
const HOUR_MS = 3_600_000

interface Candidate {
  readonly quote: IssueQuote
  /** Without its age, which is the same for all. */
  readonly worth: number
}

/** The customers' words that tell most of an issue: with what it is about in them, unhappy, new, one a customer. */
export class Quotes {
  readonly #byPerson = new Map<string, Candidate>()
  readonly #wordsIn: ((text: string) => number) | null

  /** Of an issue without a code: how many of its words a text has. A text without any says nothing of it. */
  constructor(wordsIn: ((text: string) => number) | null) {
    this.#wordsIn = wordsIn
  }

  add(contact: HeardContact): void {
    for (const text of contact.texts) {
      const words = Math.min(ENOUGH_WORDS, this.#wordsIn?.(text) ?? ENOUGH_WORDS)
      if (words === 0) continue
      const candidate = candidateOf(contact, text, words * WORTH_OF_WORD)
      const person = personOf(contact)
      const known = this.#byPerson.get(person)
      if (known === undefined || known.worth < candidate.worth) this.#byPerson.set(person, candidate)
    }
    if (this.#byPerson.size > KEPT) this.#dropWorst()
  }

  best(): readonly IssueQuote[] {
    return [...this.#byPerson.values()]
      .toSorted(byWorth)
      .slice(0, SHOWN)
      .map(({ quote }) => quote)
  }

  #dropWorst(): void {
    let worst: string | null = null
    let least = Infinity
    for (const [person, { worth }] of this.#byPerson) {
      if (worth >= least) continue
      worst = person
      least = worth
    }
    if (worst !== null) this.#byPerson.delete(worst)
  }
}

function byWorth(a: Candidate, b: Candidate): number {
  return b.worth - a.worth || b.quote.at - a.quote.at || (a.quote.contactId < b.quote.contactId ? -1 : 1)
}

function candidateOf(
  { id, channel, at, callId, atMs, mood }: HeardContact,
  text: string,
  about: number,
): Candidate {
  const words = text.split(/\s+/).length
  const isReadable = words >= FEWEST_WORDS && words <= MOST_WORDS
  const worth = about + (isReadable ? 1 : 0) - (mood ?? 0) + (at / HOUR_MS) * AGE_PER_HOUR
  return { quote: { contactId: id, channel, text: shortened(text), at, callId, atMs }, worth }
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1).trimEnd()}…`
}

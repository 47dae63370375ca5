import type { Channel, CodeId, HeardContact } from '../../contracts/contact.ts'
import { contentWords } from '../../language/content-words.ts'
import { isWithin } from '../contacts/code-search.ts'

/** Two words are near each other within so many content words, as where they were found. */
const WITHIN_WORDS = 5

/** What an issue is about. */
export interface Subject {
  readonly code: CodeId | null
  /** Where it is heard; null: on every channel. */
  readonly heardOn: Channel | null
  /** For what no code knows: words, and pairs as "transfer + declined". */
  readonly features: readonly string[]
}

/** A contact with the content words of its texts, which are found once and only when asked for. */
export class SearchedContact {
  readonly contact: HeardContact
  #words: readonly (readonly string[])[] | null = null

  constructor(contact: HeardContact) {
    this.contact = contact
  }

  get words(): readonly (readonly string[])[] {
    this.#words ??= this.contact.texts.map(contentWords)
    return this.#words
  }
}

/** Whether a contact is about the subject, made once for a subject. */
export function memberOf(subject: Subject): (searched: SearchedContact) => boolean {
  const { code, heardOn } = subject
  const isSaid = code === null ? phraseTest(subject.features) : null
  const hint = code === null ? hintOf(subject.features) : null
  return (searched) => {
    const { channel, codes } = searched.contact
    if (heardOn !== null && channel !== heardOn) return false
    if (code !== null) return codes.some((one) => isWithin(one, code))
    if (isSaid === null || hint === null || !searched.contact.texts.some((text) => hint.test(text)))
      return false
    return searched.words.some(isSaid)
  }
}

/** Letters by which most texts are told to hold none of the words, before their words are looked at. */
const HINT_LETTERS = 4

/** Stemming leaves the first letters of a word as they are; a number stands for any other. */
function hintOf(features: readonly string[]): RegExp {
  const words = features.flatMap((feature) => feature.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
  const hints = words.map((word) => (/\p{N}/u.test(word) ? '\\p{N}' : word.slice(0, HINT_LETTERS)))
  return new RegExp(hints.length === 0 ? '(?!)' : hints.join('|'), 'iu')
}

/**
 * Whether content words are about what an issue's features are: they hold two of their words near each other, or the
 * only one that there is.
 */
export function phraseTest(features: readonly string[]): (words: readonly string[]) => boolean {
  const sought = featureWords(features)
  const least = Math.min(2, sought.size)
  return (words) => least > 0 && mostNear(words, sought) >= least
}

/** How much of a text is about what an issue's features are: the most of their words near each other. */
export function phraseWeight(features: readonly string[]): (text: string) => number {
  const sought = featureWords(features)
  return (text) => mostNear(contentWords(text), sought)
}

/** Content words of features such as "transfer + declined". */
export function featureWords(features: readonly string[]): ReadonlySet<string> {
  return new Set(features.flatMap((feature) => feature.split(' + ').flatMap(contentWords)))
}

/** The most distinct ones of these words within a few content words of each other. */
function mostNear(words: readonly string[], sought: ReadonlySet<string>): number {
  let most = 0
  for (let at = 0; at < words.length; at += 1) {
    if (!sought.has(words[at] ?? '')) continue
    const near = words.slice(at, at + WITHIN_WORDS).filter((word) => sought.has(word))
    most = Math.max(most, new Set(near).size)
  }
  return most
}

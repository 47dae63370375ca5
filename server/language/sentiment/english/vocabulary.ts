import { CONTACT_WORDS } from './contact-words.ts'
import { AFTER_ANSWER, MODIFIERS, type Modifier } from './modifiers.ts'
import { type PhraseGroup } from './phrase-group.ts'
import { weighedPhrases } from './phrase-table.ts'
import { COMPLAINT_PHRASES } from './phrases-complaint.ts'
import { PRAISE_PHRASES } from './phrases-praise.ts'
import { PROCEDURAL_PHRASES } from './phrases-procedural.ts'
import { spokenWord } from './spoken-word.ts'

/** What is known of one word. */
export interface Entry {
  /** Distinct for each word of the vocabulary, from 0. */
  readonly id: number
  /** -4 to 4, as people rated the word by itself; 0 when it says nothing. */
  valence: number
  modifier: Modifier | null
  /** After a "no" at the beginning it shows that the "no" was an answer. */
  followsAnswer: boolean
  /** Phrases that begin with this word. */
  phrases: PhraseNode | null
}

/** A place within phrases. */
export interface PhraseNode {
  /** Weight of the phrase that ends here; null when none does. */
  weight: number | null
  readonly next: Map<number, PhraseNode>
}

/** A word of less than this on the telephone says next to nothing there. */
const NEAR_PROCEDURE = 1
/** Said on the telephone. */
const SPOKEN_PHRASES: readonly PhraseGroup[] = [
  ...COMPLAINT_PHRASES,
  ...PRAISE_PHRASES,
  ...PROCEDURAL_PHRASES,
]

export class Vocabulary {
  readonly #entries = new Map<string, Entry>()

  of(word: string): Entry | undefined {
    return this.#entries.get(word)
  }

  /** The entries of a row of words, undefined where nothing is known of one. */
  entriesOf(words: readonly string[]): readonly (Entry | undefined)[] {
    return words.map((word) => this.#entries.get(spokenWord(word)))
  }

  /** The entry of a word, made when it is new. */
  take(word: string): Entry {
    const known = this.#entries.get(word)
    if (known !== undefined) return known
    const entry: Entry = {
      id: this.#entries.size,
      valence: 0,
      modifier: null,
      followsAnswer: false,
      phrases: null,
    }
    this.#entries.set(word, entry)
    return entry
  }

  /** Every word with its entry, the words of phrases included. */
  entries(): IterableIterator<[string, Entry]> {
    return this.#entries.entries()
  }

  /** A phrase that is there already gets this weight. */
  addPhrase([first, ...rest]: readonly string[], weight: number): void {
    if (first === undefined) return
    let node = (this.take(first).phrases ??= emptyNode())
    for (const word of rest) {
      const { id } = this.take(word)
      const next = node.next.get(id) ?? emptyNode()
      node.next.set(id, next)
      node = next
    }
    node.weight = weight
  }
}

/** All words of the lexicon, the modifiers and the phrases. */
export function englishVocabulary(lexicon: string): Vocabulary {
  const vocabulary = new Vocabulary()
  for (const { word, value } of valuesOf(lexicon)) vocabulary.take(word).valence = value
  for (const [word, modifier] of MODIFIERS) {
    const entry = vocabulary.take(word)
    entry.modifier = modifier
    if (modifier.kind === 'negator' || modifier.kind === 'refusal') entry.valence = 0
  }
  for (const word of AFTER_ANSWER) vocabulary.take(word).followsAnswer = true
  for (const { word, value } of valuesOf(CONTACT_WORDS)) {
    const entry = vocabulary.take(word)
    entry.valence = onTheTelephone(entry.valence, value)
  }
  for (const { words, weight } of weighedPhrases(SPOKEN_PHRASES)) vocabulary.addPhrase(words, weight)
  return vocabulary
}

/** The mean of what a word is in general and on the telephone; what is (nearly) procedure there stays that. */
function onTheTelephone(general: number, contact: number): number {
  return general === 0 || Math.abs(contact) < NEAR_PROCEDURE ? contact : (general + contact) / 2
}

/** Reads rows of a number and the words that have it. */
export function* valuesOf(text: string): Generator<{ readonly word: string; readonly value: number }> {
  let value = 0
  for (const token of text.split(/\s+/)) {
    if (token === '') continue
    const number = Number(token)
    if (Number.isNaN(number)) yield { word: token, value }
    else value = number
  }
}

function emptyNode(): PhraseNode {
  return { weight: null, next: new Map() }
}

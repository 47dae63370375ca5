import { CONTACT_WORDS } from '../contact-words.ts'
import { MODIFIERS } from '../modifiers.ts'
import { type PhraseGroup } from '../phrase-group.ts'
import { weighedPhrases } from '../phrase-table.ts'
import { COMPLAINT_PHRASES } from '../phrases-complaint.ts'
import { PRAISE_PHRASES } from '../phrases-praise.ts'
import { type Entry, valuesOf, Vocabulary } from '../vocabulary.ts'
import { FACES } from './faces.ts'
import { WRITTEN_PHRASES } from './phrases.ts'
import { LAUGHTER, WRITTEN_WORDS } from './words.ts'

/** How much of what a word weighs on the telephone it weighs in writing, where the general lists lack it. */
const FROM_TELEPHONE = 0.4
/** "no" by itself: in writing it is rarely an answer to somebody. */
const NO = -1
const PHRASES: readonly PhraseGroup[] = [...COMPLAINT_PHRASES, ...PRAISE_PHRASES, ...WRITTEN_PHRASES]
/** Ends of words that were written in one: "careerfail". */
const GLUED = /.{2}(fail|fails|sucks|hate|happy|excited|awesome|annoying|annoyed|worst|yay)$/
const GLUED_LEAST = 6
const MODIFIES_EMOJI = /[\p{Emoji_Modifier}\u{FE0F}\u{200D}]/gu
/** ":)))" is ":)". */
const REPEATED_END = /([()])\1+$/

/** Longer than any face, however long its mouth. */
const FACE_MOST = 40

/** What is known of a written word. */
export interface WrittenEntry {
  readonly entry: Entry
  /** Laughter, faces and "no": nothing before them changes them. */
  readonly steady: boolean
}

/** The words, faces and phrases of written English. */
export class WrittenVocabulary {
  readonly #known = new Map<string, WrittenEntry>()
  readonly #faces = new Set<string>()

  constructor(lexicon: string, emoticons: string) {
    const vocabulary = new Vocabulary()
    takeWords(vocabulary, new Map(pairsOf(lexicon)))
    for (const { words, weight } of weighedPhrases(PHRASES)) vocabulary.addPhrase(words, weight)
    for (const [face, value] of [...pairsOf(emoticons), ...pairsOf(FACES)]) {
      vocabulary.take(face).valence = value
      this.#faces.add(face)
    }
    for (const [word, entry] of vocabulary.entries()) {
      const steady = word === 'no' || this.#faces.has(word) || LAUGHTER.has(word)
      this.#known.set(word, { entry, steady })
    }
  }

  has(word: string): boolean {
    return this.#known.has(word)
  }

  /** What is known of a word, or of the mood at the end of words written in one. */
  of(word: string): WrittenEntry | undefined {
    const known = this.#known.get(word)
    if (known !== undefined || word.length < GLUED_LEAST) return known
    const end = GLUED.exec(word)?.[1]
    return end === undefined ? undefined : this.#known.get(end)
  }

  /** A face as the vocabulary has it, null where this is none. */
  face(text: string): string | null {
    if (text.length > FACE_MOST) return null
    if (this.#faces.has(text)) return text
    const lower = text.toLowerCase()
    if (this.#faces.has(lower)) return lower
    const bare = text.replaceAll(MODIFIES_EMOJI, '').replace(REPEATED_END, '$1')
    return this.#faces.has(bare) ? bare : null
  }
}

function takeWords(vocabulary: Vocabulary, general: ReadonlyMap<string, number>): void {
  for (const [word, value] of general) vocabulary.take(word).valence = value
  for (const [word, modifier] of MODIFIERS) {
    const entry = vocabulary.take(word)
    entry.modifier = modifier.kind === 'refusal' ? null : modifier
    if (modifier.kind === 'negator') entry.valence = 0
  }
  vocabulary.take('no').valence = NO
  for (const [word, value] of pairsOf(CONTACT_WORDS)) {
    const entry = vocabulary.take(word)
    entry.valence = entry.valence === 0 ? value * FROM_TELEPHONE : (entry.valence + value) / 2
  }
  for (const [word, value] of pairsOf(WRITTEN_WORDS)) {
    const said = general.get(word)
    vocabulary.take(word).valence = said === undefined ? value : (said + value) / 2
  }
}

function pairsOf(rows: string): readonly [word: string, value: number][] {
  return [...valuesOf(rows)].map(({ word, value }) => [word, value])
}

import type { WordPattern } from '../../language/phrases/phrase.ts'
import { fitsPattern } from '../../language/phrases/word-pattern.ts'
import { compareWords, spokenWord, type SpokenWord } from '../../language/sounds/similarity.ts'

/** Not a form of the word, only alike: never taken for the same. */
const MOST_OF_PATTERN = 0.98

/**
 * How near words come to what phrases ask for, remembered: in a call the same few hundred words are held against the
 * same few dozen again and again. For one explanation; it grows with the distinct words of one call and one rule.
 */
export class Likeness {
  readonly #spoken = new Map<string, SpokenWord>()
  readonly #known = new Map<WordPattern, Map<string, number>>()

  /** 0 to 1; 1: the word is what is asked for. */
  of(pattern: WordPattern, word: string): number {
    const known = this.#known.get(pattern) ?? new Map<string, number>()
    this.#known.set(pattern, known)
    const before = known.get(word)
    if (before !== undefined) return before
    const alike = this.#compare(pattern, word)
    known.set(word, alike)
    return alike
  }

  #compare(pattern: WordPattern, word: string): number {
    if (fitsPattern(pattern, word)) return 1
    switch (pattern.kind) {
      case 'exact':
        return this.#similarity(pattern.text, word)
      case 'affix':
        return Math.min(MOST_OF_PATTERN, this.#similarity(pattern.begins + pattern.ends, word))
      case 'stem':
        return Math.min(MOST_OF_PATTERN, this.#similarity(pattern.stem, word))
    }
  }

  #similarity(one: string, other: string): number {
    return compareWords(this.#heard(one), this.#heard(other))
  }

  #heard(text: string): SpokenWord {
    const known = this.#spoken.get(text)
    if (known !== undefined) return known
    const heard = spokenWord(text)
    this.#spoken.set(text, heard)
    return heard
  }
}

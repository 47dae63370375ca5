import { LEAST_GAP, phoneCodes, phoneDistance } from './phone-distance.ts'
import { phonesOf } from './phones.ts'

/** Words this short, in letters or in phones, sound like too many others. */
const SHORT_LETTERS = 3
const SHORT_PHONES = 2

/** A word ready to be compared. */
export interface SpokenWord {
  readonly text: string
  readonly phones: string
  /** The phones as `phoneDistance` takes them; empty when the word is compared by its spelling alone. */
  readonly codes: readonly number[]
}

export function spokenWord(text: string): SpokenWord {
  const phones = phonesOf(text)
  const short = text.length <= SHORT_LETTERS || phones.length <= SHORT_PHONES
  return { text, phones, codes: short ? [] : phoneCodes(phones) }
}

/**
 * How alike two words sound, 0 to 1; 1 only for one and the same word. Short words and words without letters of the
 * Latin alphabet are alike only when they are the same.
 */
export function similarity(a: string, b: string): number {
  return compareWords(spokenWord(a), spokenWord(b))
}

/** Two spellings of the same sounds are nearly, not quite, the same word. */
const SAME_SOUND = 0.98

export function compareWords(a: SpokenWord, b: SpokenWord): number {
  if (a.text === b.text) return 1
  if (a.codes.length === 0 || b.codes.length === 0) return 0
  const most = Math.max(a.codes.length, b.codes.length)
  return SAME_SOUND * Math.max(0, 1 - phoneDistance(a.codes, b.codes) / most)
}

/** No score of two words is above this: so much follows from their lengths alone. */
export function mostAlike(a: SpokenWord, b: SpokenWord): number {
  if (a.text === b.text) return 1
  const most = Math.max(a.codes.length, b.codes.length)
  return SAME_SOUND * (1 - (LEAST_GAP * Math.abs(a.codes.length - b.codes.length)) / most)
}

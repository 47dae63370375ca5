import { scoreText, scoreWords } from '../../language/sentiment/sentiment.ts'

/** Fewer words say too little of how somebody feels. */
const LEAST_WORDS = 3
/** The beginning tells; in characters. */
const LONGEST_TEXT = 4000
/** A rating is what the customer meant to say; the words are what we make of them. */
const RATING_WEIGHT = 0.6

export interface RatedOn {
  readonly value: number
  readonly min: number
  readonly max: number
}

/** The mood of a customer's words, -1 to 1; null where they show none or are too few. */
export function moodOfWords(words: readonly string[], language: string): number | null {
  if (words.length < LEAST_WORDS) return null
  const { score, causes } = scoreWords(words, language)
  return causes.length === 0 ? null : score
}

/** The mood of a written text and the rating beside it. */
export function moodOfWriting(text: string, language: string, rating: RatedOn | null): number | null {
  const { score, causes } = scoreText(text.slice(0, LONGEST_TEXT), language)
  const written = causes.length === 0 || !hasWords(text, LEAST_WORDS) ? null : score
  const rated = rating === null ? null : moodOfRating(rating)
  if (rated === null || written === null) return rated ?? written
  return RATING_WEIGHT * rated + (1 - RATING_WEIGHT) * written
}

function hasWords(text: string, least: number): boolean {
  let words = 0
  for (const _ of text.matchAll(/[\p{L}\p{M}\p{N}'’]+/gu)) {
    words += 1
    if (words >= least) return true
  }
  return false
}

/** The middle of the scale is 0. */
function moodOfRating({ value, min, max }: RatedOn): number | null {
  if (!(max > min)) return null
  return Math.max(-1, Math.min(1, (2 * (value - min)) / (max - min) - 1))
}

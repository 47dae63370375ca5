import type { SlotHit } from '../../../language/phrases/finder.ts'
import type { Phrase } from '../../../language/phrases/phrase.ts'
import { saysWord } from './phrase-words.ts'

/** Where a phrase was found. */
export interface FoundPlace {
  readonly phrase: Phrase
  readonly row: readonly string[]
  readonly from: number
  /** After the last word. */
  readonly to: number
  /** Where its named lists were found. */
  readonly lists: readonly SlotHit[]
}

/**
 * Leaves out what a longer phrase of another code tells more exactly: of "the payment page stays blank" that a page
 * stays blank. Of two that take the same words, the one with more in its gaps. What merely lies in a gap stays. Places are in order of their first word, row by row.
 */
export function withoutTold<T extends FoundPlace>(
  places: readonly T[],
  codeOf: (place: T) => unknown,
): readonly T[] {
  return places.filter((place, at) => {
    const isToldBy = (other: T | undefined): boolean =>
      other !== undefined && codeOf(other) !== codeOf(place) && tellsMore(other, place)
    for (let before = at - 1; before >= 0; before -= 1) {
      const other = places[before]
      if (other?.row !== place.row || other.from < place.from - LOOK_BACK) break
      if (isToldBy(other)) return false
    }
    // Of those that begin with the same word, longer ones come later.
    for (let after = at + 1; after < places.length; after += 1) {
      const other = places[after]
      if (other?.row !== place.row || other.from !== place.from) break
      if (isToldBy(other)) return false
    }
    return true
  })
}

/** Words that a phrase may take: its own and those of its gaps. */
const LOOK_BACK = 48

function tellsMore(longer: FoundPlace, shorter: FoundPlace): boolean {
  if (longer.from > shorter.from || longer.to < shorter.to) return false
  const isSame = longer.to - longer.from === shorter.to - shorter.from
  if (isSame) return ownWords(longer) > ownWords(shorter)
  return isOwn(longer, shorter.from) && isOwn(longer, shorter.to - 1)
}

/** How many words the phrase itself took. */
function ownWords(place: FoundPlace): number {
  let own = 0
  for (let at = place.from; at < place.to; at += 1) if (isOwn(place, at)) own += 1
  return own
}

/** Whether the phrase itself took the word there, and not a gap of it. */
function isOwn({ phrase, row, lists }: FoundPlace, at: number): boolean {
  return lists.some(({ from, to }) => from <= at && at < to) || saysWord(phrase, row[at] ?? '')
}

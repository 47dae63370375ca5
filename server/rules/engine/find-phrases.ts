import type { Word } from '../../contracts/transcript.ts'
import type { PhraseFinder, PhraseHit } from '../../language/phrases/finder.ts'

/** A row of words and the phrases found in it. */
export interface SearchedRow {
  readonly words: readonly Word[]
  readonly found: readonly PhraseHit[]
}

/**
 * Finds phrases in a row that has grown out of another: what was found in their common beginning still holds,
 * and only phrases that may reach beyond it are looked for.
 */
export function findAgain(
  finder: PhraseFinder,
  before: SearchedRow,
  words: readonly Word[],
): readonly PhraseHit[] {
  const same = commonLength(before.words, words)
  if (same === words.length && same === before.words.length) return before.found
  // A phrase that begins before this place ends within the words that are the same.
  const from = Math.max(0, same - finder.longest + 1)
  const found = finder.find(textsOf(words, from))
  if (from === 0) return found
  const kept = before.found.filter((hit) => hit.from < from)
  return found.length === 0 ? kept : [...kept, ...found.map((hit) => shifted(hit, from))]
}

export function textsOf(words: readonly Word[], from = 0): readonly string[] {
  const texts: string[] = []
  for (let at = from; at < words.length; at += 1) texts.push(words[at]?.text ?? '')
  return texts
}

function commonLength(one: readonly Word[], other: readonly Word[]): number {
  let length = 0
  while (length < one.length && length < other.length && one[length]?.text === other[length]?.text)
    length += 1
  return length
}

function shifted(hit: PhraseHit, by: number): PhraseHit {
  const moved = { ...hit, from: hit.from + by, to: hit.to + by }
  if (hit.slots === undefined) return moved
  return { ...moved, slots: hit.slots.map((slot) => ({ ...slot, from: slot.from + by, to: slot.to + by })) }
}

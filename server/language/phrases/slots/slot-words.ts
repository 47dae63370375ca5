import type { SlotName } from '../tree.ts'

/** Words that a slot takes at most; what is said beyond is left over. */
export const SLOT_LONGEST: Readonly<Record<SlotName, number>> = {
  number: 14,
  amount: 20,
  date: 9,
  time: 7,
  digits: 20,
}

/** A set of words from a text with spaces between them. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

/** Words that count one to nine. */
export const ONES = wordSet('one two three four five six seven eight nine')

export const TEENS = wordSet(
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)

export const TENS = wordSet('twenty thirty forty fifty sixty seventy eighty ninety')

export const ZEROS = wordSet('zero oh o nought')

export const MONTHS = wordSet(
  'january february march april may june july august september october november december',
)

export const WEEKDAYS = wordSet('monday tuesday wednesday thursday friday saturday sunday')

/** A row of words that readers go along: each takes a place and gives the place behind what it has read, or -1. */
export type Row = readonly string[]

export function isOneOf(words: ReadonlySet<string>, row: Row, at: number): boolean {
  const word = row[at]
  return word !== undefined && words.has(word)
}

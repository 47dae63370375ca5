import type { SlotName } from '../tree.ts'
import { readAmount } from './amount.ts'
import { readDate } from './date.ts'
import { readDigits } from './digits.ts'
import { readNumber } from './number.ts'
import { readTime } from './time.ts'
import { MONTHS, ONES, SLOT_LONGEST, TEENS, TENS, WEEKDAYS, wordSet, ZEROS, type Row } from './slot-words.ts'

const READERS: Readonly<Record<SlotName, (row: Row, at: number) => number>> = {
  number: readNumber,
  amount: readAmount,
  date: readDate,
  time: readTime,
  digits: readDigits,
}

/** Every word with which something in a slot can begin; others need not be looked at. */
const BEGINNINGS: ReadonlySet<string> = new Set([
  ...[ONES, TEENS, TENS, ZEROS, MONTHS, WEEKDAYS].flatMap((words) => [...words]),
  ...wordSet('a an double triple the in day this next last today tomorrow yesterday tonight'),
  ...wordSet('half quarter noon midnight midday'),
  ...wordSet('first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth'),
  ...wordSet('fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth'),
])

export function mayBeginSlot(word: string): boolean {
  return BEGINNINGS.has(word)
}

/** The place behind what fills the slot from a place on, or -1. A slot takes as many words as it can. */
export function slotEnd(name: SlotName, row: Row, at: number): number {
  if (!mayBeginSlot(row[at] ?? '')) return -1
  const read = READERS[name]
  const end = read(row, at)
  const longest = SLOT_LONGEST[name]
  if (end - at <= longest) return end
  // More than a slot takes: read again what it can see, so that what it takes is whole.
  const cut = read(row.slice(at, at + longest), 0)
  return cut < 0 ? -1 : at + cut
}

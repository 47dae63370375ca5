import { readBelowHundred } from './number.ts'
import { isOneOf, ONES, TEENS, TENS, wordSet, ZEROS, type Row } from './slot-words.ts'

const HOURS = wordSet('one two three four five six seven eight nine ten eleven twelve')
const NAMED = wordSet('noon midnight midday')
const MINUTE_TENS = wordSet('twenty thirty forty fifty')
const PARTS = wordSet('morning afternoon evening')

/**
 * A time of day: "three thirty", "half past four", "ten to nine", "ten o'clock", "nine a m", "seven in the evening",
 * "noon". An hour alone is none: "five" is more often a number of things.
 */
export function readTime(row: Row, at: number): number {
  if (isOneOf(NAMED, row, at)) return at + 1
  const relative = readPast(row, at)
  if (relative >= 0) return Math.max(relative, readPart(row, relative))
  if (!isOneOf(HOURS, row, at)) return -1
  const minutes = readMinutes(row, at + 1)
  const end = minutes < 0 ? at + 1 : minutes
  return Math.max(minutes, readPart(row, end))
}

/** "half past four", "quarter to nine", "a quarter past one", "ten past three", "half four". */
function readPast(row: Row, at: number): number {
  if (row[at] === 'half' && isOneOf(HOURS, row, at + 1)) return at + 2
  const start = row[at] === 'a' ? at + 1 : at
  const isNamed = row[start] === 'quarter' || (start === at && row[start] === 'half')
  const count = isNamed ? start + 1 : start === at ? readBelowHundred(row, start) : -1
  if (count < 0 || (row[count] !== 'past' && row[count] !== 'to')) return -1
  return isOneOf(HOURS, row, count + 1) ? count + 2 : -1
}

/** "thirty", "fifteen", "oh five", "o'clock". */
function readMinutes(row: Row, at: number): number {
  if (row[at] === "o'clock") return at + 1
  if (isOneOf(ZEROS, row, at) && isOneOf(ONES, row, at + 1)) return at + 2
  if (isOneOf(TENS, row, at) && !isOneOf(MINUTE_TENS, row, at)) return -1
  if (!isOneOf(TENS, row, at) && !isOneOf(TEENS, row, at)) return -1
  return readBelowHundred(row, at)
}

/** Which half of the day it is: "a m", "pm", "in the morning", "at night". */
function readPart(row: Row, at: number): number {
  if (row[at] === 'am' || row[at] === 'pm') return at + 1
  if ((row[at] === 'a' || row[at] === 'p') && row[at + 1] === 'm') return at + 2
  if (row[at] === 'in' && row[at + 1] === 'the' && isOneOf(PARTS, row, at + 2)) return at + 3
  return row[at] === 'at' && row[at + 1] === 'night' ? at + 2 : -1
}

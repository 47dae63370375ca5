import { readBelowHundred, readNumber } from './number.ts'
import { isOneOf, MONTHS, ONES, TENS, WEEKDAYS, wordSet, type Row } from './slot-words.ts'

const ORDINALS = wordSet(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth ' +
    'fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth',
)
const ORDINAL_ONES = wordSet('first second third fourth fifth sixth seventh eighth ninth')
const NEAR_DAYS = wordSet('today tomorrow yesterday tonight')
const RELATIVE = wordSet('this next last')
const PERIODS = wordSet('week month year weekend quarter')
const SPANS = wordSet('day days week weeks month months year years')
const CENTURIES = wordSet('nineteen twenty')
const DAY_TENS = wordSet('twenty thirty')

/**
 * A day or a stretch of the calendar: "the third of may", "may twenty first", "tuesday", "next week", "the day
 * after tomorrow", "two weeks ago", "in ten days". A month alone is none: "may" is more often a verb.
 */
export function readDate(row: Row, at: number): number {
  return Math.max(readNearDay(row, at), readRelative(row, at), readSpan(row, at), readDayOfMonth(row, at))
}

function readNearDay(row: Row, at: number): number {
  if (isOneOf(NEAR_DAYS, row, at)) return at + 1
  const day = row[at] === 'the' ? at + 1 : at
  if (row[day] !== 'day') return -1
  const after = row[day + 1] === 'after' && row[day + 2] === 'tomorrow'
  const before = row[day + 1] === 'before' && row[day + 2] === 'yesterday'
  return after || before ? day + 3 : -1
}

/** "next week", "last friday", "friday", "tuesday the third of may". */
function readRelative(row: Row, at: number): number {
  const start = isOneOf(RELATIVE, row, at) ? at + 1 : at
  if (start > at && isOneOf(PERIODS, row, start)) return start + 1
  if (!isOneOf(WEEKDAYS, row, start)) return -1
  return Math.max(start + 1, readDayOfMonth(row, start + 1))
}

/** "two weeks ago", "in ten days". */
function readSpan(row: Row, at: number): number {
  const ahead = row[at] === 'in'
  const count = readCount(row, ahead ? at + 1 : at)
  if (count < 0 || !isOneOf(SPANS, row, count)) return -1
  if (ahead) return count + 1
  return row[count + 1] === 'ago' ? count + 2 : -1
}

function readCount(row: Row, at: number): number {
  const number = readNumber(row, at)
  return number < 0 && (row[at] === 'a' || row[at] === 'an') ? at + 1 : number
}

function readDayOfMonth(row: Row, at: number): number {
  const end = Math.max(readOrdinalFirst(row, at), readMonthFirst(row, at))
  return end < 0 ? -1 : Math.max(end, readYear(row, end))
}

/** "the third of may", "third may". */
function readOrdinalFirst(row: Row, at: number): number {
  const day = readOrdinal(row, row[at] === 'the' ? at + 1 : at)
  if (day < 0) return -1
  const month = row[day] === 'of' ? day + 1 : day
  return isOneOf(MONTHS, row, month) ? month + 1 : -1
}

/** "may the third", "may third", "may twenty one". */
function readMonthFirst(row: Row, at: number): number {
  if (!isOneOf(MONTHS, row, at)) return -1
  if (row[at + 1] === 'the') return readOrdinal(row, at + 2)
  return Math.max(readOrdinal(row, at + 1), readDayNumber(row, at + 1))
}

/** 1 to 39: whether the month has such a day is not for a phrase to say. */
function readDayNumber(row: Row, at: number): number {
  return isOneOf(TENS, row, at) && !isOneOf(DAY_TENS, row, at) ? -1 : readBelowHundred(row, at)
}

/** First to thirty first. */
function readOrdinal(row: Row, at: number): number {
  if (isOneOf(ORDINALS, row, at)) return at + 1
  return isOneOf(DAY_TENS, row, at) && isOneOf(ORDINAL_ONES, row, at + 1) ? at + 2 : -1
}

/** "two thousand and four", "twenty twenty six", "nineteen eighty". */
function readYear(row: Row, at: number): number {
  if (isOneOf(ONES, row, at) && row[at + 1] === 'thousand') return readNumber(row, at)
  return isOneOf(CENTURIES, row, at) ? readBelowHundred(row, at + 1) : -1
}

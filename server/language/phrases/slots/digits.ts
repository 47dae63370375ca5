import { isOneOf, ONES, TEENS, TENS, ZEROS, type Row } from './slot-words.ts'

const FEWEST_DIGITS = 3

/** Digits in a row: "four one seven", "double five two", "twenty four thirty"; at least three in all. */
export function readDigits(row: Row, at: number): number {
  let digits = 0
  let end = at
  for (;;) {
    const [taken, words] = digitsAt(row, end)
    if (taken === 0) return digits >= FEWEST_DIGITS ? end : -1
    digits += taken
    end += words
  }
}

/** How many digits begin at a place, and in how many words they are said. */
function digitsAt(row: Row, at: number): readonly [digits: number, words: number] {
  const repeats = row[at] === 'double' ? 2 : row[at] === 'triple' ? 3 : 1
  if (repeats > 1) return isDigit(row, at + 1) ? [repeats, 2] : [0, 0]
  if (isDigit(row, at)) return [1, 1]
  if (isOneOf(TEENS, row, at)) return [2, 1]
  if (!isOneOf(TENS, row, at)) return [0, 0]
  return isOneOf(ONES, row, at + 1) ? [2, 2] : [2, 1]
}

function isDigit(row: Row, at: number): boolean {
  return isOneOf(ONES, row, at) || isOneOf(ZEROS, row, at)
}

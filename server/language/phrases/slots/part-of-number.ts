import { isOneOf, ONES, TEENS, TENS, ZEROS, type Row } from './slot-words.ts'

/**
 * Whether the words of a slot are a piece cut out of a longer number: "eight" of "four seven eight". Whoever shows
 * what a slot caught must not show such a piece: it says another number, and the whole may be one to be masked.
 */
export function isPartOfNumber(row: Row, from: number, to: number): boolean {
  return (isNumber(row, from) && isNumber(row, from - 1)) || (isNumber(row, to - 1) && isNumber(row, to))
}

function isNumber(row: Row, at: number): boolean {
  return [ONES, TEENS, TENS, ZEROS].some((words) => isOneOf(words, row, at))
}

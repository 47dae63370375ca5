import { isOneOf, ONES, TEENS, TENS, wordSet, ZEROS, type Row } from './slot-words.ts'

/** Scales from the greatest down; each may stand once, in this order. */
const SCALES = ['trillion', 'billion', 'million', 'thousand'] as const

const ROUND = wordSet('hundred thousand million billion trillion')
const DIGITS = new Set([...ONES, ...ZEROS])

/** A spoken cardinal: "zero", "twenty four", "a hundred and five", "two thousand", "three point five". */
export function readNumber(row: Row, at: number): number {
  if (row[at] === 'zero') return readDecimals(row, at + 1)
  let end = -1
  let next = at
  let scale = -1
  for (;;) {
    const group = readGroup(row, next)
    if (group < 0) return end < 0 ? -1 : readDecimals(row, end)
    const found = SCALES.findIndex((name) => name === row[group])
    if (found < 0) return readDecimals(row, group)
    if (found <= scale) return end < 0 ? -1 : readDecimals(row, end)
    scale = found
    end = group + 1
    next = row[end] === 'and' ? end + 1 : end
  }
}

/** 1 to 999, also "fifteen hundred"; "a" only before a round number. */
function readGroup(row: Row, at: number): number {
  const article = row[at] === 'a' && isOneOf(ROUND, row, at + 1)
  const count = article ? at + 1 : readBelowHundred(row, at)
  if (count < 0 || row[count] !== 'hundred') return count
  const end = count + 1
  const rest = readBelowHundred(row, row[end] === 'and' ? end + 1 : end)
  return rest < 0 ? end : rest
}

/** 1 to 99. */
export function readBelowHundred(row: Row, at: number): number {
  if (isOneOf(ONES, row, at) || isOneOf(TEENS, row, at)) return at + 1
  if (!isOneOf(TENS, row, at)) return -1
  return isOneOf(ONES, row, at + 1) ? at + 2 : at + 1
}

function readDecimals(row: Row, at: number): number {
  if (row[at] !== 'point') return at
  let end = at + 1
  while (isOneOf(DIGITS, row, end)) end += 1
  return end > at + 1 ? end : at
}

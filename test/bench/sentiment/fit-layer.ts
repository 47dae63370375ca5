import { type Layer, signsOf } from '../../../server/language/sentiment/english/layer.ts'
import { readUnits } from '../../../server/language/sentiment/english/units.ts'
import { type Vocabulary } from '../../../server/language/sentiment/english/vocabulary.ts'
import { type WrittenLayer, writtenSigns } from '../../../server/language/sentiment/english/written/layer.ts'
import { readWritten } from '../../../server/language/sentiment/english/written/reading.ts'
import { tokensOf } from '../../../server/language/sentiment/english/written/tokens.ts'
import { type WrittenVocabulary } from '../../../server/language/sentiment/english/written/vocabulary.ts'
import { type LabelledText } from './corpora.ts'

/** A rating of this much is as sure as it gets; beyond it people only shout louder. */
const SURE = 3
const SUREST = 0.95
const ROUNDS = 400
const STEP = 0.1

const FIELDS = ['plain', 'density', 'negator', 'refusal'] as const satisfies readonly (keyof Layer)[]
const WRITTEN_FIELDS = ['density', 'normed', 'negator'] as const satisfies readonly (keyof WrittenLayer)[]

/** The layer of what is spoken, from texts as a recogniser writes them. */
export function fitLayer(texts: readonly LabelledText[], vocabulary: Vocabulary): Layer {
  const rows = texts.map((text) => {
    const words = text.spoken.split(' ')
    const signs = signsOf(readUnits(vocabulary.entriesOf(words)), words.length)
    return { signs: FIELDS.map((field) => signs[field]), happy: shareHappy(text.rating ?? 0) }
  })
  return fitFields(FIELDS, rows)
}

/** The layer of what is written, from each text as it was written and with its marks and faces taken away. */
export function fitWrittenLayer(texts: readonly LabelledText[], vocabulary: WrittenVocabulary): WrittenLayer {
  const rows = texts.flatMap(({ raw, spoken, rating }) =>
    [raw, spoken].map((text) => {
      const tokens = tokensOf(text, vocabulary)
      const signs = writtenSigns(readWritten(tokens, vocabulary), tokens.length)
      return { signs: WRITTEN_FIELDS.map((field) => signs[field]), happy: shareHappy(rating ?? 0) }
    }),
  )
  return fitFields(WRITTEN_FIELDS, rows)
}

/**
 * Logistic regression of how happy people found a text, on what the reader makes of it. There is no constant: a
 * text without signs has a score of 0. All texts in every round and no chance anywhere, so that the same texts
 * give the same weights.
 */
function fitFields<Field extends string>(
  fields: readonly Field[],
  rows: readonly Row[],
): Record<Field, number> {
  const weights = fields.map(() => 0)
  const squares = fields.map(() => 0)
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = slopesOf(rows, weights)
    for (const [index, slope] of slopes.entries()) {
      squares[index] = (squares[index] ?? 0) + slope * slope
      weights[index] = (weights[index] ?? 0) - (STEP * slope) / (Math.sqrt(squares[index] ?? 0) + 1e-9)
    }
  }
  return Object.fromEntries(fields.map((field, index) => [field, rounded(weights[index] ?? 0)])) as Record<
    Field,
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

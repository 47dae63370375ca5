import { type Reading } from './units.ts'
import { type Entry } from './vocabulary.ts'

/** What each sign adds to the log-odds of a happy text, fitted to texts that people rated. */
export interface Layer {
  /** For each step of valence of the words, read one by one. */
  readonly plain: number
  /** For each step of valence of the units, divided by the square root of the number of words: in a short text it means more. */
  readonly density: number
  /** For each idle negator, and for each refusal. */
  readonly negator: number
  readonly refusal: number
}

/** A stretch of words and what it adds to the log-odds. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly logOdds: number
}

/** The sums that the layer weighs, in the order of its fields. */
export function signsOf(reading: Reading, wordCount: number): Readonly<Record<keyof Layer, number>> {
  let plain = 0
  let valence = 0
  for (const unit of reading.units) {
    plain += unit.plain
    valence += unit.valence
  }
  return {
    plain,
    density: wordCount === 0 ? 0 : valence / Math.sqrt(wordCount),
    negator: reading.idleNegators.length,
    refusal: reading.refusals.length,
  }
}

/** The log-odds part by part: as the layer adds and nothing else, their sum is the log-odds of the text. */
export function partsOf(
  reading: Reading,
  entries: readonly (Entry | undefined)[],
  layer: Layer,
): readonly Part[] {
  const density = layer.density / Math.sqrt(entries.length)
  const parts: Part[] = reading.units.map(({ from, to, plain, valence }) => ({
    from,
    to,
    logOdds: plain * layer.plain + valence * density,
  }))
  for (const at of reading.idleNegators) parts.push({ from: at, to: at + 1, logOdds: layer.negator })
  for (const at of reading.refusals) parts.push({ from: at, to: at + 1, logOdds: layer.refusal })
  return parts
}

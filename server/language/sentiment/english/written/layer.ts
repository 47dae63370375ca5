import { type Part } from '../layer.ts'
import { type WrittenReading } from './reading.ts'

/** What each sign adds to the log-odds of a happy text, fitted to texts that people rated. */
export interface WrittenLayer {
  /** For each step of valence of the units, divided by the square root of the number of tokens. */
  readonly density: number
  /** For the normed sum of the words, read one by one. */
  readonly normed: number
  /** For each negator that no unit heeds. */
  readonly negator: number
}

/**
 * The sum is normed as in VADER (Hutto and Gilbert, 2014), sum / sqrt(sum² + this): what a text has much of adds less
 * and less. Theirs is 15; from 4 to 30 cross-validation saw no difference.
 */
const FLAT = 8

/** The sums that the layer weighs. */
export function writtenSigns(
  reading: WrittenReading,
  tokenCount: number,
): Readonly<Record<keyof WrittenLayer, number>> {
  let valence = 0
  for (const unit of reading.units) valence += unit.valence
  const { sum, norm } = normOf(reading)
  return {
    density: tokenCount === 0 ? 0 : valence / Math.sqrt(tokenCount),
    normed: sum / norm,
    negator: reading.idleNegators.length,
  }
}

/** The log-odds part by part, of tokens: as the norm divides all alike, their sum is the log-odds of the text. */
export function writtenParts(
  reading: WrittenReading,
  tokenCount: number,
  layer: WrittenLayer,
): readonly Part[] {
  const normed = layer.normed / normOf(reading).norm
  const density = layer.density / Math.sqrt(tokenCount)
  const parts: Part[] = reading.units.map(({ from, to, valence, plain }) => ({
    from,
    to,
    logOdds: valence * density + plain * normed,
  }))
  for (const at of reading.idleNegators) parts.push({ from: at, to: at + 1, logOdds: layer.negator })
  return parts
}

function normOf({ units }: WrittenReading): { readonly sum: number; readonly norm: number } {
  let sum = 0
  for (const { plain } of units) sum += plain
  return { sum, norm: Math.sqrt(sum * sum + FLAT) }
}

import { TICKS_PER_DAY } from './tick.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

const BIN = 0.25
const BINS = 320
/** An excursion below it says nothing about the tail. */
const LEAST_PEAK = 1.5
/** Peaks that the tail is fitted to: few enough to be tail, enough to give its slope within a fifth. */
const TAIL_PEAKS = 30
/** And where the tail is cut off, so that its slope must be told from how it begins. */
const CUT_TAIL_PEAKS = 120
const HALF_LIFE_DAYS = 14
/** A fall to a third within less or more than this would be no tail of evidence. */
const LEAST_SLOPE = 0.3
const MOST_SLOPE = 3

/**
 * How high the evidence rose in times without an issue, for several classes of series. From it comes the threshold
 * that a budget of false alarms buys. Beyond what was seen the tail falls exponentially, as the theory of sums of
 * log-likelihood ratios has it; only its slope is taken from the data.
 *
 * What rose above the threshold of its day became an issue and is not in the history, whether it was a false alarm or
 * not. With `limit` nothing above that ceiling is used, and the tail is fitted as one that is cut off there.
 */
export class PeakHistory {
  readonly #bins: Float64Array
  /** For each class, up to where peaks are known. */
  readonly #ceilings: Float64Array
  #days = 0

  constructor(classes: number) {
    this.#bins = new Float64Array(classes * BINS)
    this.#ceilings = new Float64Array(classes).fill(Infinity)
  }

  /** Days of history, older ones counting less. */
  get days(): number {
    return this.#days
  }

  add(sizeClass: number, peak: number): void {
    if (peak < LEAST_PEAK) return
    const bin = sizeClass * BINS + Math.min(BINS - 1, Math.floor(peak / BIN))
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1
  }

  passTick(): void {
    this.#days += 1 / TICKS_PER_DAY
  }

  /** In this tick, what rises above the threshold opens an issue. A ceiling that was lower before is forgotten slowly. */
  limit(sizeClass: number, threshold: number): void {
    const ceiling = this.#ceilings[sizeClass] ?? Infinity
    const rise = (threshold - ceiling) / (HALF_LIFE_DAYS * TICKS_PER_DAY)
    this.#ceilings[sizeClass] = threshold <= ceiling ? threshold : ceiling + rise
  }

  /** Once a day: older days fade. */
  fade(): void {
    const keep = 0.5 ** (1 / HALF_LIFE_DAYS)
    this.#days *= keep
    for (let bin = 0; bin < this.#bins.length; bin += 1) this.#bins[bin] = (this.#bins[bin] ?? 0) * keep
  }

  forget(): void {
    this.#bins.fill(0)
    this.#ceilings.fill(Infinity)
    this.#days = 0
  }

  /** The level that is passed `perDay` times a day; null while there is too little to tell. */
  threshold(sizeClass: number, perDay: number): number | null {
    if (this.#days < 1) return null
    const wanted = perDay * this.#days
    const ceiling = this.#ceilings[sizeClass] ?? Infinity
    const top = Math.min(BINS, Math.floor(ceiling / BIN))
    let seen = 0
    let sum = 0
    let bin = top - 1
    const enough = top === BINS ? TAIL_PEAKS : CUT_TAIL_PEAKS
    for (; bin >= 0 && seen < enough; bin -= 1) {
      const count = this.#bins[sizeClass * BINS + bin] ?? 0
      seen += count
      sum += count * (bin + 0.5) * BIN
    }
    if (seen < TAIL_PEAKS / 2) return null
    const from = (bin + 1) * BIN
    const slope = slopeOf(sum / seen - from, top === BINS ? Infinity : top * BIN - from)
    let above = top === BINS ? seen : seen / (1 - Math.exp((from - top * BIN) / slope))
    if (above > wanted) return from + slope * Math.log(above / wanted)
    for (; bin >= 0 && above < wanted; bin -= 1) above += this.#bins[sizeClass * BINS + bin] ?? 0
    return (bin + 1) * BIN
  }

  save(to: StateWriter): void {
    to.number(this.#days)
    to.array(this.#bins)
    to.array(this.#ceilings)
  }

  load(from: StateReader): void {
    this.#days = from.number()
    this.#bins.set(from.array((length) => new Float64Array(length)))
    this.#ceilings.set(from.array((length) => new Float64Array(length)))
  }
}

/**
 * Over how much an exponential tail falls to a third, from the mean excess over where it begins, when nothing beyond
 * `span` is seen of it: the maximum-likelihood estimate, found by halving.
 */
function slopeOf(meanExcess: number, span: number): number {
  if (span === Infinity) return Math.max(LEAST_SLOPE, meanExcess)
  let [low, high] = [LEAST_SLOPE, MOST_SLOPE]
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2
    if (middle - span / Math.expm1(span / middle) < meanExcess) low = middle
    else high = middle
  }
  return (low + high) / 2
}

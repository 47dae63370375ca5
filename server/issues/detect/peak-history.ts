import { TICKS_PER_DAY } from './tick.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

const BIN = 0.25
const BINS = 320
/** An excursion below it says nothing about the tail. */
const LEAST_PEAK = 1.5
/** Peaks that the tail is fitted to: few enough to be tail, enough to give its slope within a fifth. */
const TAIL_PEAKS = 30
const HALF_LIFE_DAYS = 14

/**
 * How high the evidence rose in times without an issue, for several classes of series. From it comes the threshold
 * that a budget of false alarms buys. Beyond what was seen the tail falls exponentially, as the theory of sums of
 * log-likelihood ratios has it; only its slope is taken from the data.
 */
export class PeakHistory {
  readonly #bins: Float64Array
  #days = 0

  constructor(classes: number) {
    this.#bins = new Float64Array(classes * BINS)
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

  /** Once a day: older days fade. */
  fade(): void {
    const keep = 0.5 ** (1 / HALF_LIFE_DAYS)
    this.#days *= keep
    for (let bin = 0; bin < this.#bins.length; bin += 1) this.#bins[bin] = (this.#bins[bin] ?? 0) * keep
  }

  forget(): void {
    this.#bins.fill(0)
    this.#days = 0
  }

  /** The level that is passed `perDay` times a day; null while there is too little to tell. */
  threshold(sizeClass: number, perDay: number): number | null {
    if (this.#days < 1) return null
    const wanted = perDay * this.#days
    let above = 0
    let sum = 0
    let bin = BINS - 1
    for (; bin >= 0 && above < TAIL_PEAKS; bin -= 1) {
      const count = this.#bins[sizeClass * BINS + bin] ?? 0
      above += count
      sum += count * (bin + 0.5) * BIN
    }
    if (above < TAIL_PEAKS / 2) return null
    const from = (bin + 1) * BIN
    if (above > wanted) return from + Math.max(0.3, sum / above - from) * Math.log(above / wanted)
    for (; bin >= 0 && above < wanted; bin -= 1) above += this.#bins[sizeClass * BINS + bin] ?? 0
    return (bin + 1) * BIN
  }

  save(to: StateWriter): void {
    to.number(this.#days)
    to.array(this.#bins)
  }

  load(from: StateReader): void {
    this.#days = from.number()
    this.#bins.set(from.array((length) => new Float64Array(length)))
  }
}

import { growFloats } from './grow.ts'
import { type PeakHistory } from './peak-history.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

/** Increases that are looked for, as shares of the usual number of contacts a tick: slow, middling and fast. */
export const INCREASES = [0.015, 0.045, 0.15] as const
const SUMS = INCREASES.length
/** How far beyond its threshold a sum may rise, so that it comes down soon after the increase ends. */
const HEADROOM = 0.3
/** While the history is learned the sums may rise far beyond any threshold, to show how high they rise. */
const LEARNING_CAP = 60

/** Fewer customers are never an issue, whatever the odds; nor do they count as a peak. */
export const LEAST_CONTACTS = 3

/** Upper edges of the usual rate an hour by which series are grouped: each group has a threshold of its own. */
export const CLASS_EDGES = [0.03, 0.1, 0.3, 1, 3, 10] as const
export const CLASSES = CLASS_EDGES.length + 1

export function sizeClassOf(perHour: number): number {
  let sizeClass = 0
  while (sizeClass < CLASS_EDGES.length && perHour > (CLASS_EDGES[sizeClass] ?? Infinity)) sizeClass += 1
  return sizeClass
}

/** What the bank is told about one series in one tick. */
export interface Observation {
  readonly series: number
  readonly count: number
  readonly expected: number
  readonly sizeClass: number
  readonly tick: number
}

/**
 * Sums of log-likelihood ratios (CUSUM) of negative-binomial counts, three for each series. A sum gathers evidence
 * that the rate has gone up and falls back to zero while it has not. Only series with evidence cost anything.
 */
export class CusumBank {
  #sums = new Float64Array(0)
  /** The tick after the last one without any evidence: when the increase began, as far as one can tell. */
  #onsets = new Float64Array(0)
  #contacts = new Float64Array(0)
  #peaks = new Float64Array(0)
  readonly #thresholds: Float64Array
  readonly #dispersion: readonly number[]
  readonly #history: PeakHistory
  learning = false

  constructor(history: PeakHistory, dispersion: readonly number[]) {
    this.#history = history
    this.#dispersion = dispersion
    this.#thresholds = new Float64Array(CLASSES).fill(Infinity)
  }

  grow(series: number): void {
    if (this.#onsets.length >= series) return
    this.#sums = growFloats(this.#sums, series * SUMS)
    this.#onsets = growFloats(this.#onsets, series)
    this.#contacts = growFloats(this.#contacts, series)
    this.#peaks = growFloats(this.#peaks, series)
  }

  setThreshold(sizeClass: number, threshold: number): void {
    this.#thresholds[sizeClass] = threshold
  }

  threshold(sizeClass: number): number {
    return this.#thresholds[sizeClass] ?? Infinity
  }

  onset(series: number): number {
    return this.#onsets[series] ?? 0
  }

  /** Distinct contacts since the onset. */
  contacts(series: number): number {
    return this.#contacts[series] ?? 0
  }

  /** The highest of the three sums. */
  evidence(series: number): number {
    let most = 0
    for (let sum = 0; sum < SUMS; sum += 1) most = Math.max(most, this.#sums[series * SUMS + sum] ?? 0)
    return most
  }

  /**
   * The highest evidence in the middle of a tick of which a part has passed. It counts as a peak like that at the
   * tick's end, so a threshold that is made of peaks holds for both.
   */
  preview({ series, count, expected, sizeClass }: Observation, meanVolume: number, passed: number): number {
    let most = 0
    for (let sum = 0; sum < SUMS; sum += 1) {
      const gained = this.#gain(sum, { count, expected, sizeClass }, meanVolume, passed)
      most = Math.max(most, (this.#sums[series * SUMS + sum] ?? 0) + gained)
    }
    if (this.contacts(series) + count < LEAST_CONTACTS) return 0
    this.#peaks[series] = Math.max(this.#peaks[series] ?? 0, most)
    return most
  }

  /** Takes one tick of a series; true while it has evidence and must be shown the next tick as well. */
  observe(observation: Observation, meanVolume: number): boolean {
    const { series, count, sizeClass, tick } = observation
    const cap = this.learning ? LEARNING_CAP : this.threshold(sizeClass) + HEADROOM
    let most = 0
    for (let sum = 0; sum < SUMS; sum += 1) {
      const at = series * SUMS + sum
      const before = this.#sums[at] ?? 0
      if (before === 0 && count === 0) continue
      const after = Math.min(cap, Math.max(0, before + this.#gain(sum, observation, meanVolume)))
      this.#sums[at] = after
      most = Math.max(most, after)
    }
    if (most === 0) return this.#endExcursion(series, sizeClass)
    if ((this.#contacts[series] ?? 0) === 0) this.#onsets[series] = tick
    const contacts = (this.#contacts[series] ?? 0) + count
    this.#contacts[series] = contacts
    if (contacts >= LEAST_CONTACTS) this.#peaks[series] = Math.max(this.#peaks[series] ?? 0, most)
    return true
  }

  /** Log-likelihood ratio of a count under an increase against the usual rate, both negative-binomial. */
  #gain(
    sum: number,
    { count, expected, sizeClass }: Pick<Observation, 'count' | 'expected' | 'sizeClass'>,
    meanVolume: number,
    passed = 1,
  ): number {
    const r = 1 / (this.#dispersion[sizeClass] ?? 0.35)
    const usual = expected * passed
    const raised = Math.max(2 * usual, usual + (INCREASES[sum] ?? 0) * meanVolume * passed)
    const spread = Math.log((r + raised) / (r + usual))
    return (count === 0 ? 0 : count * (Math.log(raised / usual) - spread)) - r * spread
  }

  /** Forgets the evidence, as when an alarm opens or ends; it does not count as a peak. */
  reset(series: number): void {
    this.#sums.fill(0, series * SUMS, (series + 1) * SUMS)
    this.#contacts[series] = 0
    this.#peaks[series] = 0
  }

  #endExcursion(series: number, sizeClass: number): boolean {
    this.#history.add(sizeClass, this.#peaks[series] ?? 0)
    this.#peaks[series] = 0
    this.#contacts[series] = 0
    return false
  }

  save(to: StateWriter): void {
    for (const values of [this.#sums, this.#onsets, this.#contacts, this.#peaks, this.#thresholds]) {
      to.array(values)
    }
    to.number(this.learning ? 1 : 0)
  }

  load(from: StateReader): void {
    const floats = (): Float64Array<ArrayBuffer> => from.array((length) => new Float64Array(length))
    this.#sums = floats()
    this.#onsets = floats()
    this.#contacts = floats()
    this.#peaks = floats()
    this.#thresholds.set(floats())
    this.learning = from.number() === 1
  }
}

import { growFloats } from './grow.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY } from './tick.ts'

const HALF_LIFE_TICKS = 7 * TICKS_PER_DAY
const GROWTH = 2 ** (1 / HALF_LIFE_TICKS)
/** Weights grow instead of old counts fading, so that a tick costs nothing for a series that is silent. */
const RESCALE_ABOVE = 1e6
/** Contacts of prior knowledge: a new series behaves like the average one until it has a few of its own. */
const PRIOR = 1

/**
 * What share of the contacts of each stratum (a feed, or a channel) usually hits each series: counts and exposures
 * with a half-life of a week, behind a Gamma-Poisson prior at the mean share of all series.
 */
export class Baseline {
  readonly #strata: number
  readonly #isSplit: boolean
  /** Weighted hits of each series in each stratum. */
  #hits = new Float64Array(0)
  /** Exposure of the stratum that the series had no part in: before it was there, or while it was in alarm. */
  #absent = new Float64Array(0)
  #exposure: Float64Array
  #series = 0
  #scale = 1

  /** With `isSplit` a series' hits are told apart by stratum, and one prior contact is shared out among the strata. */
  constructor(strata: number, isSplit: boolean) {
    this.#strata = strata
    this.#isSplit = isSplit
    this.#exposure = new Float64Array(strata)
  }

  get series(): number {
    return this.#series
  }

  /** One more series, which knows nothing yet. */
  add(): number {
    const series = this.#series
    this.#series += 1
    if (this.#hits.length < this.#series * this.#strata)
      this.#hits = growFloats(this.#hits, this.#series * this.#strata)
    if (this.#absent.length < this.#series * this.#strata)
      this.#absent = growFloats(this.#absent, this.#series * this.#strata)
    this.#absent.set(this.#exposure, series * this.#strata)
    return series
  }

  /** The expected hits of a series in one tick of so many contacts in the stratum, of all `known` strata's exposures. */
  expected(series: number, stratum: number, volume: number): number {
    return volume > 0 ? volume * this.share(series, stratum) : 0
  }

  /** The usual share of the stratum's contacts that hit the series. */
  share(series: number, stratum: number): number {
    const cell = series * this.#strata + stratum
    const exposure = Math.max(0, (this.#exposure[stratum] ?? 0) - (this.#absent[cell] ?? 0)) / this.#scale
    const prior = PRIOR * this.#part(stratum)
    return ((this.#hits[cell] ?? 0) / this.#scale + prior) / (exposure + prior / this.#meanShare())
  }

  /** Weighted hits of a series over all strata. */
  hits(series: number): number {
    let sum = 0
    for (let stratum = 0; stratum < this.#strata; stratum += 1) {
      sum += this.#hits[series * this.#strata + stratum] ?? 0
    }
    return sum / this.#scale
  }

  /** Takes in hits; a negative weight takes them out again. */
  hit(series: number, stratum: number, weight = 1): void {
    const cell = series * this.#strata + stratum
    this.#hits[cell] = Math.max(0, (this.#hits[cell] ?? 0) + weight * this.#scale)
    this.#total = Math.max(0, this.#total + weight * this.#scale)
  }

  expose(stratum: number, volume: number): void {
    this.#exposure[stratum] = (this.#exposure[stratum] ?? 0) + volume * this.#scale
    this.#totalExposure += volume * this.#scale
  }

  /** Leaves an exposure out of one series alone. */
  excuse(series: number, stratum: number, volume: number): void {
    const cell = series * this.#strata + stratum
    this.#absent[cell] = (this.#absent[cell] ?? 0) + volume * this.#scale
  }

  /** What a series does now is usual from now on: a share of a stratum, known as well as from so much exposure. */
  adopt(series: number, stratum: number, share: number, exposure: number): void {
    const cell = series * this.#strata + stratum
    this.hit(series, stratum, share * exposure - (this.#hits[cell] ?? 0) / this.#scale)
    this.#absent[cell] = Math.max(0, (this.#exposure[stratum] ?? 0) - exposure * this.#scale)
  }

  /** A tick has passed. */
  age(): void {
    this.#scale *= GROWTH
    if (this.#scale < RESCALE_ABOVE) return
    for (const values of [this.#hits, this.#absent, this.#exposure]) {
      for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / this.#scale
    }
    this.#total /= this.#scale
    this.#totalExposure /= this.#scale
    this.#scale = 1
  }

  #total = 0
  #totalExposure = 0

  /** What part of the whole exposure a stratum has: the prior's contact is shared out by it. */
  #part(stratum: number): number {
    if (!this.#isSplit) return 1
    return this.#totalExposure > 0 ? Math.max(0.01, (this.#exposure[stratum] ?? 0) / this.#totalExposure) : 1
  }

  #meanShare(): number {
    const hits = this.#total / this.#scale
    const exposure = this.#totalExposure / this.#scale
    return (hits + 1) / (exposure + 1) / Math.max(1, this.#series)
  }

  save(to: StateWriter): void {
    to.number(this.#series)
    to.number(this.#scale)
    to.number(this.#total)
    to.number(this.#totalExposure)
    to.array(this.#exposure)
    to.array(this.#hits.subarray(0, this.#series * this.#strata))
    to.array(this.#absent.subarray(0, this.#series * this.#strata))
  }

  load(from: StateReader): void {
    this.#series = from.number()
    this.#scale = from.number()
    this.#total = from.number()
    this.#totalExposure = from.number()
    this.#exposure = from.array((length) => new Float64Array(length))
    this.#hits = from.array((length) => new Float64Array(length))
    this.#absent = from.array((length) => new Float64Array(length))
  }
}

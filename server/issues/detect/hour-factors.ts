import { growFloats } from './grow.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { TICKS_PER_DAY } from './tick.ts'

const HOURS = 24
const HALF_LIFE_TICKS = 14 * TICKS_PER_DAY
const GROWTH = 2 ** (1 / HALF_LIFE_TICKS)
const RESCALE_ABOVE = 1e6
/** Expected hits that must be there before an hour's own habit outweighs that of the whole day. */
const PRIOR = 20
const LEAST = 0.2
const MOST = 5

/** How much more often than its daily share each series comes at each hour of the day. */
export class HourFactors {
  #hits = new Float64Array(0)
  readonly #exposure: Float64Array
  readonly #strata: number
  #scale = 1

  constructor(strata: number) {
    this.#strata = strata
    this.#exposure = new Float64Array(strata * HOURS)
  }

  grow(series: number): void {
    if (this.#hits.length < series * HOURS) this.#hits = growFloats(this.#hits, series * HOURS)
  }

  /** The factor for a series whose share of each stratum is given. */
  factor(series: number, hour: number, share: (stratum: number) => number): number {
    let expected = 0
    for (let stratum = 0; stratum < this.#strata; stratum += 1) {
      const exposure = this.#exposure[stratum * HOURS + hour] ?? 0
      if (exposure > 0) expected += exposure * share(stratum)
    }
    const hits = (this.#hits[series * HOURS + hour] ?? 0) / this.#scale
    return Math.min(MOST, Math.max(LEAST, (hits + PRIOR) / (expected / this.#scale + PRIOR)))
  }

  hit(series: number, hour: number, weight = 1): void {
    const at = series * HOURS + hour
    this.#hits[at] = Math.max(0, (this.#hits[at] ?? 0) + weight * this.#scale)
  }

  expose(stratum: number, hour: number, volume: number): void {
    const at = stratum * HOURS + hour
    this.#exposure[at] = (this.#exposure[at] ?? 0) + volume * this.#scale
  }

  age(): void {
    this.#scale *= GROWTH
    if (this.#scale < RESCALE_ABOVE) return
    for (const values of [this.#hits, this.#exposure]) {
      for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / this.#scale
    }
    this.#scale = 1
  }

  save(to: StateWriter): void {
    to.number(this.#scale)
    to.array(this.#exposure)
    to.array(this.#hits)
  }

  load(from: StateReader): void {
    this.#scale = from.number()
    this.#exposure.set(from.array((length) => new Float64Array(length)))
    this.#hits = from.array((length) => new Float64Array(length))
  }
}

/** No percentile is further from the true value than this part of it. */
export const RELATIVE_ERROR = 0.02

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const LOG_GAMMA = Math.log(GAMMA)

/** Delays are measured in tenths of a millisecond; less is none. */
const LEAST_MS = 0.1

/** Nothing is measured that took longer; it also bounds the number of buckets. */
const MOST_MS = 86_400_000

/**
 * Counts delays in buckets whose width grows with their value, so that any percentile can be read from it and two of
 * them can be merged without loss (DDSketch: C. Masson, J. E. Rim, H. K. Lee, 2019, "DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees").
 */
export class DelaySketch {
  readonly #counts = new Map<number, number>()
  #zeros = 0
  #n = 0

  /** How many delays it has taken. */
  get n(): number {
    return this.#n
  }

  add(ms: number): void {
    if (ms < LEAST_MS) this.#addZeros(1)
    else this.#addTo(Math.ceil(Math.log(Math.min(ms, MOST_MS)) / LOG_GAMMA), 1)
  }

  /** Takes what another one has counted, in the form of `parts`. */
  merge(parts: readonly number[]): void {
    this.#addZeros(parts[0] ?? 0)
    for (let place = 1; place + 1 < parts.length; place += 2)
      this.#addTo(parts[place] ?? 0, parts[place + 1] ?? 0)
  }

  /** As plain numbers: how many were no delay, then bucket and count by turns, by bucket. */
  get parts(): readonly number[] {
    const buckets = [...this.#counts].toSorted(([one], [other]) => one - other)
    return [this.#zeros, ...buckets.flat()]
  }

  /** The delay that so great a part (0 to 1) of all was not longer than; null: there is none. */
  percentile(part: number): number | null {
    if (this.#n === 0) return null
    const rank = part * (this.#n - 1)
    let below = this.#zeros
    if (below > rank) return 0
    for (const [bucket, count] of [...this.#counts].toSorted(([one], [other]) => one - other)) {
      below += count
      if (below > rank) return (2 * GAMMA ** bucket) / (GAMMA + 1)
    }
    return null
  }

  #addZeros(count: number): void {
    this.#zeros += count
    this.#n += count
  }

  #addTo(bucket: number, count: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count)
    this.#n += count
  }
}

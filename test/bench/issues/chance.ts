import { seededRandom } from '../../helpers/seeded-random.ts'

/** Draws from the distributions that streams are made of; the same seed draws the same. */
export class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seededRandom(seed)
    for (let skipped = 0; skipped < 20; skipped += 1) this.#next()
  }

  /** In [0, 1). */
  share(): number {
    return this.#next()
  }

  between(least: number, most: number): number {
    return least + this.#next() * (most - least)
  }

  /** A whole number from 0 to before `count`. */
  below(count: number): number {
    return Math.floor(this.#next() * count)
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#next())) * Math.cos(2 * Math.PI * this.#next())
  }

  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = this.#next(); product > limit; product *= this.#next()) count += 1
    return count
  }

  /** Gamma with mean 1 (Marsaglia and Tsang, 2000), for shapes of at least 1. */
  gamma(shape: number): number {
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - this.#next()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v) / shape
    }
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    const mixed = [...items]
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1)
      const [one, two] = [mixed[at], mixed[other]]
      if (one !== undefined && two !== undefined) [mixed[at], mixed[other]] = [two, one]
    }
    return mixed
  }
}

/** Picks an index in proportion to weights. */
export function weightedPicker(weights: readonly number[]): (share: number) => number {
  const sums = new Float64Array(weights.length)
  let sum = 0
  weights.forEach((weight, index) => {
    sum += weight
    sums[index] = sum
  })
  return (share) => {
    const wanted = share * sum
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** Zipf weights: the n-th has 1 / n ** exponent. */
export function zipf(count: number, exponent: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 / (index + 1) ** exponent)
}

import type { Clock } from './clock.ts'

export interface TokenBucketsOptions {
  readonly clock: Clock
  readonly perMinute: number
  /** So many may be taken at once. */
  readonly burst: number
  /** Names that are remembered at once; the one that was idle longest is forgotten first. */
  readonly maxNames: number
}

interface Bucket {
  tokens: number
  filledAt: number
}

/** One token bucket a name: a steady rate, and a burst on top of it. */
export class TokenBuckets {
  readonly #options: TokenBucketsOptions
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>()

  constructor(options: TokenBucketsOptions) {
    this.#options = options
  }

  /** Takes one token of the name, and gives 0; or takes none, and gives the milliseconds until there is one. */
  take(name: string): number {
    const { clock, perMinute, burst, maxNames } = this.#options
    const now = clock.now()
    const bucket = this.#buckets.get(name) ?? { tokens: burst, filledAt: now }
    // The machine's clock may be put back.
    const passedMs = Math.max(0, now - bucket.filledAt)
    bucket.tokens = Math.min(burst, bucket.tokens + (passedMs * perMinute) / 60_000)
    bucket.filledAt = now
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    if (this.#buckets.size > maxNames) this.#forgetOldest()
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 60_000) / perMinute)
    bucket.tokens -= 1
    return 0
  }

  #forgetOldest(): void {
    for (const name of this.#buckets.keys()) {
      this.#buckets.delete(name)
      return
    }
  }
}

const SHORTEST_MS = 1000
const LONGEST_MS = 60_000
/** Before any call has ended here. */
const TYPICAL_CALL_MS = 180_000
/** Weight of the call that ended last. */
const LATEST_WEIGHT = 0.1
/** Whoever was refused within this time may be waiting for the same place. */
const WAITING_MS = 60_000
/** Answers differ by up to this share, so that all who were refused at once do not return at once. */
const JITTER = 0.25

interface RetryAfterOptions {
  /** From 0 to 1, like `Math.random`. */
  readonly random: () => number
}

/**
 * Says a refused caller when to ask again: when places for all who wait will have become free. With `n` calls of
 * mean length `m` one ends every `m / n`.
 */
export class RetryAfter {
  readonly #options: RetryAfterOptions
  #meanCallMs = TYPICAL_CALL_MS
  #refusedAt: number[] = []

  constructor(options: RetryAfterOptions) {
    this.#options = options
  }

  ended(call: { readonly durationMs: number }): void {
    this.#meanCallMs += LATEST_WEIGHT * (call.durationMs - this.#meanCallMs)
  }

  /** Milliseconds that a caller who is refused now should wait, 1 to 60 seconds. */
  refused({ now, liveCalls }: { readonly now: number; readonly liveCalls: number }): number {
    this.#refusedAt = this.#refusedAt.filter((at) => at > now - WAITING_MS)
    // More would not change the answer.
    if (this.#refusedAt.length < LONGEST_MS / SHORTEST_MS) this.#refusedAt.push(now)
    const perPlaceMs = this.#meanCallMs / Math.max(1, liveCalls)
    const jitter = 1 + JITTER * (2 * this.#options.random() - 1)
    const waitMs = Math.max(SHORTEST_MS, this.#refusedAt.length * perPlaceMs) * jitter
    return Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitMs)))
  }
}

import type { Clock } from '../platform/clock.ts'

/** Control messages that one connection may send a second; far more than any source has to say. */
const PER_SECOND = 200
/** As many may come at once. */
const BURST = 400

/**
 * Keeps one connection's control messages to a rate at which the rooms behind it, and the calls of others,
 * notice nothing: each of them is told to everybody who follows the call, and written down.
 */
export class MessagePace {
  readonly #clock: Clock
  #tokens = BURST
  #filledAt: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#filledAt = clock.now()
  }

  /** Takes one message, and gives 0; or gives the milliseconds after which it can be taken. */
  take(): number {
    const now = this.#clock.now()
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filledAt) * PER_SECOND) / 1000)
    this.#filledAt = now
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / PER_SECOND)
    this.#tokens -= 1
    return 0
  }
}

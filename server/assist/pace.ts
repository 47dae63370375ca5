import type { Clock } from '../platform/clock.ts'

/** A screen follows at this rate, and no faster: at most two a second a call. */
const EVERY_MS = 500

/** Runs something for a key soon, and for the same key no more often than twice a second. */
export class Pace<K> {
  readonly #clock: Clock
  readonly #run: (key: K) => void
  readonly #ranAt = new Map<K, number>()
  readonly #waiting = new Map<K, () => void>()

  constructor(clock: Clock, run: (key: K) => void) {
    this.#clock = clock
    this.#run = run
  }

  ask(key: K): void {
    if (this.#waiting.has(key)) return
    const wait = (this.#ranAt.get(key) ?? -EVERY_MS) + EVERY_MS - this.#clock.now()
    if (wait <= 0) {
      this.#now(key)
      return
    }
    const cancel = this.#clock.after(wait, () => {
      this.#waiting.delete(key)
      this.#now(key)
    })
    this.#waiting.set(key, cancel)
  }

  /** Runs what waits now, and forgets the key. */
  finish(key: K): void {
    const cancel = this.#waiting.get(key)
    cancel?.()
    this.#waiting.delete(key)
    this.#run(key)
    this.#ranAt.delete(key)
  }

  stop(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
    this.#ranAt.clear()
  }

  #now(key: K): void {
    this.#ranAt.set(key, this.#clock.now())
    this.#run(key)
  }
}

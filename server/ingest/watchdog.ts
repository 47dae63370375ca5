import type { Clock } from '../platform/clock.ts'

interface WatchdogOptions {
  readonly clock: Clock
  readonly timeoutMs: number
  /** Asked when the time is over; true starts it again. */
  readonly excused: () => boolean
  readonly onTimeout: () => void
}

/**
 * Runs `onTimeout` once when nothing has fed it for the time given. Feeding is cheap: it notes the time, and
 * the one timer looks again when it runs out.
 */
export class Watchdog {
  readonly #options: WatchdogOptions
  #fedAt: number
  #cancel: () => void = () => undefined

  constructor(options: WatchdogOptions) {
    this.#options = options
    this.#fedAt = options.clock.now()
    this.#arm(options.timeoutMs)
  }

  feed(): void {
    this.#fedAt = this.#options.clock.now()
  }

  close(): void {
    this.#cancel()
  }

  #arm(ms: number): void {
    this.#cancel = this.#options.clock.after(ms, () => {
      if (this.#options.excused()) this.feed()
      const leftMs = this.#fedAt + this.#options.timeoutMs - this.#options.clock.now()
      if (leftMs > 0) this.#arm(leftMs)
      else this.#options.onTimeout()
    })
  }
}

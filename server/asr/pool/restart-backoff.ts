const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000

/** How long to wait before a worker that failed is started again. */
export class RestartBackoff {
  #failures = 0

  /** Failures in a row, without a minute of health between them. */
  get failures(): number {
    return this.#failures
  }

  /** Notes a failure. The first restart is immediate: calls are waiting. Those that follow at once are spaced out. */
  failed(): number {
    this.#failures += 1
    if (this.#failures === 1) return 0
    return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#failures - 2))
  }

  healthy(): void {
    this.#failures = 0
  }
}

import type { Clock } from '../platform/clock.ts'

export interface PollOptions<T> {
  readonly ask: () => Promise<T>
  readonly everyMs: number
  readonly clock: Clock
  /** Null: the server did not answer, or refused; what was known stands. */
  readonly onAnswer: (answer: T | null) => void
}

/** Asks the server the same thing again and again, one question at a time. */
export class Poll<T> {
  readonly #options: PollOptions<T>
  #cancel: () => void = () => undefined
  #round = 0

  constructor(options: PollOptions<T>) {
    this.#options = options
  }

  start(): void {
    void this.look()
  }

  close(): void {
    this.#round += 1
    this.#cancel()
  }

  /** Looks now, and at the usual pace from now on. */
  async look(): Promise<void> {
    const round = (this.#round += 1)
    this.#cancel()
    const { ask, clock, everyMs, onAnswer } = this.#options
    const answer = await ask().catch(() => null)
    if (round !== this.#round) return
    onAnswer(answer)
    this.#cancel = clock.after(everyMs, () => void this.look())
  }
}

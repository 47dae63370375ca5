import type { Clock } from '../../server/platform/clock.ts'

interface Timer {
  at: number
  readonly everyMs: number | null
  readonly task: () => void
}

/** A clock that stands still until it is told to go on; due timers then run in the order of their time. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>()
  #now: number

  constructor(startAt: number) {
    this.#now = startAt
  }

  /** How many timers wait; for tests that nothing is left behind. */
  get waiting(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => void): () => void {
    return this.#add({ at: this.#now + ms, everyMs: null, task })
  }

  every(ms: number, task: () => void): () => void {
    return this.#add({ at: this.#now + ms, everyMs: ms, task })
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      this.#now = Math.max(this.#now, next.at)
      if (next.everyMs === null) this.#timers.delete(next)
      else next.at += next.everyMs
      next.task()
    }
    this.#now = end
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  #nextUntil(end: number): Timer | undefined {
    return [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
  }
}

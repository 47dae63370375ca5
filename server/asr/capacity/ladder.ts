import type { OverloadLevel } from '../../contracts/health.ts'

/** What is known at one moment. */
export interface LadderSample {
  /** Wall time in milliseconds. */
  readonly now: number
  /** How late the calls are decoded, in milliseconds. */
  readonly lateMs: number
  /** By their usual cost the live calls would fit well. */
  readonly hasRoom: boolean
}

interface Threshold {
  readonly lateMs: number
  readonly forMs: number
}

interface Rung {
  readonly level: OverloadLevel
  /** As late as this for so long: one rung up. */
  readonly up: Threshold | null
  /** No later than this for so long: one rung down. */
  readonly down: Threshold | null
  /** Going down takes room as well. */
  readonly downNeedsRoom: boolean
}

/** Late: a word comes noticeably later than it could. */
export const LATE_MS = 500

/** In order. A rung is left downwards at much less than what led up to it. */
const RUNGS: readonly Rung[] = [
  { level: 'calm', up: { lateMs: LATE_MS, forMs: 3000 }, down: null, downNeedsRoom: false },
  {
    level: 'fewer-partials',
    up: { lateMs: 1500, forMs: 20_000 },
    down: { lateMs: 300, forMs: 10_000 },
    downNeedsRoom: false,
  },
  {
    level: 'larger-chunks',
    up: { lateMs: 3000, forMs: 20_000 },
    down: { lateMs: 300, forMs: 180_000 },
    downNeedsRoom: true,
  },
  { level: 'behind', up: null, down: { lateMs: 1500, forMs: 20_000 }, downNeedsRoom: false },
]

/** Larger chunks that are needed again so soon after they were given up stay twice as long. */
const AGAIN_WITHIN_MS = 600_000
const MOST_PATIENCE = 8

/**
 * Which measure against overload is in force: one rung at a time, up and down, with a wide gap between the two.
 * Pure but for its own state; time comes with the samples.
 */
export class Ladder {
  #at = 0
  /** Since when the condition to go up or down has held without a break; null: it does not hold. */
  #upSince: number | null = null
  #downSince: number | null = null
  #lateMs = 0
  #leftLargerChunksAt = -Infinity
  #patience = 1

  get level(): OverloadLevel {
    return this.#rung.level
  }

  /** Calls are late now, whatever the measures: taking more would only make it worse. */
  get isLate(): boolean {
    return this.#at > 0 && this.#lateMs >= LATE_MS
  }

  /** Takes a sample; true when the level has changed. */
  step(sample: LadderSample): boolean {
    this.#lateMs = sample.lateMs
    const { up, down, downNeedsRoom, level } = this.#rung
    this.#upSince = since(this.#upSince, {
      now: sample.now,
      holds: up !== null && sample.lateMs >= up.lateMs,
    })
    const calm = down !== null && sample.lateMs <= down.lateMs && (!downNeedsRoom || sample.hasRoom)
    this.#downSince = since(this.#downSince, { now: sample.now, holds: calm })
    if (up !== null && lasted(this.#upSince, sample.now, up.forMs)) return this.#move(1, sample.now)
    const patience = level === 'larger-chunks' ? this.#patience : 1
    if (down !== null && lasted(this.#downSince, sample.now, down.forMs * patience))
      return this.#move(-1, sample.now)
    return false
  }

  get #rung(): Rung {
    return RUNGS[this.#at] ?? { level: 'calm', up: null, down: null, downNeedsRoom: false }
  }

  #move(by: 1 | -1, now: number): true {
    const from = this.level
    this.#at += by
    this.#upSince = null
    this.#downSince = null
    if (from === 'larger-chunks' && by === -1) this.#leftLargerChunksAt = now
    if (this.level === 'larger-chunks' && by === 1) {
      const again = now - this.#leftLargerChunksAt <= AGAIN_WITHIN_MS
      this.#patience = again ? Math.min(MOST_PATIENCE, this.#patience * 2) : 1
    }
    return true
  }
}

function since(before: number | null, { now, holds }: { now: number; holds: boolean }): number | null {
  return holds ? (before ?? now) : null
}

function lasted(sinceAt: number | null, now: number, forMs: number): boolean {
  return sinceAt !== null && now - sinceAt >= forMs
}

import type { FeedbackSource } from '../../contracts/feedback-source.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'

/** A site has some dozens; whoever makes up more shares one row, and one rate, with all that come after. */
const MAX_SOURCES = 500

const OTHERS = 'others'

export type SourceResult = 'accepted' | 'known' | 'refused' | 'tooFast'

type Counts = { -readonly [K in keyof FeedbackSource]: FeedbackSource[K] }

/** What each feed has brought. */
export class Sources {
  readonly #clock: Clock
  readonly #counts = new Map<string, Counts>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The name that this source goes by here. */
  nameOf(sourceId: string): string {
    return this.#counts.has(sourceId) || this.#counts.size < MAX_SOURCES ? sourceId : OTHERS
  }

  count(sourceId: string, result: SourceResult): void {
    const name = this.nameOf(sourceId)
    const now = wallMs(this.#clock.now())
    const counts = this.#counts.get(name) ?? {
      ...{ sourceId: name, accepted: 0, known: 0, refused: 0, tooFast: 0 },
      ...{ lastAt: now, lastTooFastAt: null },
    }
    counts[result] += 1
    counts.lastAt = now
    if (result === 'tooFast') counts.lastTooFastAt = now
    this.#counts.set(name, counts)
  }

  /** The latest first. */
  list(): readonly FeedbackSource[] {
    return [...this.#counts.values()].map((counts) => ({ ...counts })).toSorted((a, b) => b.lastAt - a.lastAt)
  }
}

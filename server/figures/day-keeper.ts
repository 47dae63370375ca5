import type { CountedDay } from '../contracts/kept-figures.ts'
import type { FiguresStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import type { LocalDay, LocalDays } from '../platform/local-days.ts'
import { countStretch } from './count-stretch.ts'
import { daysDue, daysToForget, stillJudged, type JudgedHours } from './count/days-due.ts'
import type { FiguresMetrics } from './figures-metrics.ts'
import { Today } from './today.ts'

/** Nobody asks for what is older; in milliseconds. */
export const LONGEST_MS = 400 * 86_400_000

/** Days that are over are counted so long at a stretch; then today has its turn again. */
const DAYS_FOR_MS = 15_000

/** A verdict is written a moment after the time that it names. */
const WRITTEN_WITHIN_MS = 5_000

export interface DayKeeperOptions {
  readonly store: FiguresStore
  readonly days: LocalDays
  readonly clock: Clock
  readonly metrics: FiguresMetrics
}

/** Today as it is counted, and which days that are over are kept or have yet to be counted. */
export class DayKeeper {
  readonly #options: DayKeeperOptions
  readonly #startedAt: WallMs
  #today: Today
  /** Until it is kept. */
  #yesterday: Today | null = null
  #kept: readonly CountedDay[] = []
  #due: readonly LocalDay[] = []
  #judged: JudgedHours = new Map()
  /** Null: nothing has been read yet. */
  #heardUpTo: WallMs | null = null

  constructor(options: DayKeeperOptions) {
    this.#options = options
    this.#startedAt = wallMs(options.clock.now())
    this.#today = new Today(options.days.dayOf(this.#startedAt))
  }

  get today(): Today {
    return this.#today
  }

  /** What is counted of a day that is not kept yet; null: nothing. */
  open(from: number): Today | null {
    const day = [this.#today, this.#yesterday].find((each) => each?.day.from === from)
    return day === undefined || day?.countedAt === null ? null : day
  }

  /** Days that are kept, the oldest first. */
  get kept(): readonly CountedDay[] {
    return this.#kept
  }

  /** Days that are over and not kept as they are now. */
  get due(): readonly LocalDay[] {
    return this.#due
  }

  /**
   * Counts what has changed since the last time: today first, then days that are over.
   * @returns Whether there is more to do. Rejects with the signal's reason when it is aborted.
   */
  async look(signal: AbortSignal): Promise<boolean> {
    const now = wallMs(this.#options.clock.now())
    if (now >= this.#today.day.to) {
      this.#yesterday = this.#today
      this.#today = new Today(this.#options.days.dayOf(now))
    }
    await this.#hear(now)
    const live = { now, since: this.#startedAt }
    await this.#today.count({ store: this.#options.store, live, signal })
    this.#options.metrics.counts.inc({ what: 'today', result: 'counted' })
    await this.#plan(now)
    for (const day of this.#due) {
      if (this.#options.clock.now() - now > DAYS_FOR_MS) return true
      await this.#countDay(day, signal)
    }
    await this.#noteHeard(now)
    return false
  }

  /** Takes what people have judged since the last time. */
  async #hear(now: WallMs): Promise<void> {
    const { store } = this.#options
    // Before the first count there is nothing that a verdict could come after.
    const since = this.#heardUpTo ?? (await store.heardUpTo()) ?? now
    const judged = new Map(this.#judged)
    for (const hour of await store.listJudgedHours(wallMs(since - WRITTEN_WITHIN_MS))) {
      this.#today.judged(hour)
      judged.set(hour, now)
    }
    this.#judged = judged
    this.#heardUpTo = now
  }

  async #plan(now: WallMs): Promise<void> {
    const { store, days, metrics } = this.#options
    this.#kept = await store.listDays()
    const firstAt = Math.min((await store.firstOutcomeAt()) ?? now, this.#kept[0]?.from ?? now)
    const first = Math.max(firstAt, now - LONGEST_MS)
    const wanted = days.list(days.numberOf(first), days.numberOf(this.#today.day.from))
    const old = daysToForget(wanted, this.#kept)
    if (old.length > 0) {
      await store.forgetDays(old)
      this.#kept = await store.listDays()
    }
    this.#judged = stillJudged(this.#judged, this.#kept)
    this.#due = daysDue({ days: wanted, kept: this.#kept, judged: this.#judged, now })
    metrics.daysToCount.set(this.#due.length)
  }

  async #countDay(day: LocalDay, signal: AbortSignal): Promise<void> {
    const { store, clock, metrics } = this.#options
    const countedAt = wallMs(clock.now())
    const stretch = { from: wallMs(day.from), to: wallMs(day.to) }
    const tally = await countStretch(stretch, {
      store,
      live: { now: countedAt, since: this.#startedAt },
      signal,
    })
    await store.saveDay({ ...stretch, countedAt }, tally.places())
    this.#kept = await store.listDays()
    this.#due = this.#due.filter(({ from }) => from !== day.from)
    if (this.#yesterday?.day.from === day.from) this.#yesterday = null
    metrics.counts.inc({ what: 'day', result: 'counted' })
    metrics.daysToCount.set(this.#due.length)
  }

  /** While something judged waits to be counted, a process that takes over has to hear of it again. */
  async #noteHeard(now: WallMs): Promise<void> {
    this.#judged = stillJudged(this.#judged, this.#kept)
    if (this.#judged.size === 0) await this.#options.store.saveHeardUpTo(now)
  }
}

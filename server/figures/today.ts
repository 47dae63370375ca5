import type { DayTally, PlaceDay } from '../contracts/kept-figures.ts'
import type { FloorPlace } from '../contracts/floor.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { LocalDay } from '../platform/local-days.ts'
import { countStretch, type CountingOptions } from './count-stretch.ts'

const HOUR_MS = 3_600_000

/** Outcomes change for some minutes after they were made; those of the hour before are counted again, too. */
const SETTLES_MS = 600_000

interface Hour {
  readonly from: WallMs
  readonly to: WallMs
  readonly places: readonly PlaceDay[]
  readonly countedAt: WallMs
  readonly hasLiveCalls: boolean
}

/** The day that is not over, counted hour by hour: only hours in which something may have changed are counted again. */
export class Today {
  readonly day: LocalDay
  #hours: readonly Hour[] = []
  readonly #judged = new Set<number>()
  #countedAt: WallMs | null = null

  constructor(day: LocalDay) {
    this.day = day
  }

  /** Up to when all of it is counted; null: it was never. */
  get countedAt(): WallMs | null {
    return this.#countedAt
  }

  /** Somebody judged what was told in the hour since the epoch that begins at this time. */
  judged(hourAt: WallMs): void {
    for (let from = this.day.from; from < this.day.to; from += HOUR_MS) {
      if (from < hourAt + HOUR_MS && from + HOUR_MS > hourAt) this.#judged.add(from)
    }
  }

  /** Counts what may have changed, up to now. Rejects with the signal's reason when it is aborted. */
  async count(options: CountingOptions): Promise<void> {
    const { now } = options.live
    for (let at = this.day.from; at < Math.min(now, this.day.to); at += HOUR_MS) {
      const from = wallMs(at)
      const known = this.#hours.find((hour) => hour.from === from)
      if (known !== undefined && !this.#judged.has(from) && isSettled(known)) continue
      // What is judged from here on is counted the next time.
      this.#judged.delete(from)
      await this.#countHour({ from, to: wallMs(Math.min(from + HOUR_MS, this.day.to)) }, options)
    }
    this.#countedAt = now
  }

  /** What was counted of the places that are asked for. */
  tallies(isAskedFor: (place: FloorPlace) => boolean): readonly DayTally[] {
    const places = this.#hours.flatMap((hour) => hour.places).filter(({ place }) => isAskedFor(place))
    return places.map((each) => ({ places: [each], rules: each.rules }))
  }

  /** All places in which something happened, some of them more than once. */
  get places(): readonly FloorPlace[] {
    return this.#hours.flatMap((hour) => hour.places.map(({ place }) => place))
  }

  async #countHour(stretch: Pick<Hour, 'from' | 'to'>, options: CountingOptions): Promise<void> {
    const tally = await countStretch(stretch, options)
    const { hasLiveCalls } = tally
    const counted: Hour = { ...stretch, places: tally.places(), countedAt: options.live.now, hasLiveCalls }
    this.#hours = [...this.#hours.filter(({ from }) => from !== stretch.from), counted]
  }
}

function isSettled({ to, countedAt, hasLiveCalls }: Hour): boolean {
  return !hasLiveCalls && countedAt >= to + SETTLES_MS
}

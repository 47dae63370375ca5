import { offsetMs } from './zone-offset.ts'

const DAY_MS = 86_400_000

const MOST_REMEMBERED = 2000

/** One day on the clocks of a time zone: 23 to 25 hours, as a rule 24. */
export interface LocalDay {
  /** The moment at which it begins; milliseconds since the epoch. */
  readonly from: number
  /** The moment at which the next one begins. */
  readonly to: number
}

/** Days as a time zone has them, through changes of its clocks. They are numbered by the calendar, from 1 January 1970 on. */
export class LocalDays {
  /** IANA name. */
  readonly timeZone: string
  /** By number. */
  readonly #begins = new Map<number, number>()

  /** @throws RangeError when there is no such time zone. */
  constructor(timeZone: string) {
    this.timeZone = timeZone
    offsetMs(timeZone, 0)
  }

  /** The number of the day that a moment lies in. */
  numberOf(ms: number): number {
    return Math.floor((ms + offsetMs(this.timeZone, ms)) / DAY_MS)
  }

  /**
   * The first moment of a day. Where clocks are put forward at midnight, that is one o'clock; a day that the zone has
   * left out, on its way over the date line, begins with the next one.
   */
  startOf(day: number): number {
    const known = this.#begins.get(day)
    if (known !== undefined) return known
    const midnight = day * DAY_MS
    const offsets = [offsetMs(this.timeZone, midnight - DAY_MS), offsetMs(this.timeZone, midnight + DAY_MS)]
    const moments = offsets
      .map((offset) => midnight - offset)
      .filter((moment) => this.numberOf(moment) === day)
    const begin = moments.length === 0 ? this.startOf(day + 1) : Math.min(...moments)
    if (this.#begins.size >= MOST_REMEMBERED) this.#begins.clear()
    this.#begins.set(day, begin)
    return begin
  }

  /** The day that a moment lies in, from its beginning to its end. */
  dayOf(ms: number): LocalDay {
    return this.#from(this.numberOf(ms))
  }

  /** Days from the one of this number until before the other one. */
  list(fromDay: number, toDay: number): readonly LocalDay[] {
    const numbers = Array.from({ length: Math.max(0, toDay - fromDay) }, (_, place) => fromDay + place)
    return numbers.map((day) => this.#from(day)).filter(({ from, to }) => to > from)
  }

  #from(day: number): LocalDay {
    return { from: this.startOf(day), to: this.startOf(day + 1) }
  }
}

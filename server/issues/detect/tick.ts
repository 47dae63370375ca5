/** Five minutes: short enough for an alert within minutes, long enough for a count to say something. */
export const TICK_MS = 300_000
export const TICKS_PER_HOUR = 12
export const TICKS_PER_DAY = 288
/** How far back single contacts are remembered: three hours. */
export const WINDOW_TICKS = 36

/** Counts the five minutes since the epoch. */
export function tickOf(atMs: number): number {
  return Math.floor(atMs / TICK_MS)
}

/** The hour of the day (0 to 23) and the day of the week (0 is Sunday) on the site's own clocks. */
export interface LocalHour {
  readonly hour: number
  readonly weekday: number
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Reads ticks as the site's clocks show them, through changes to daylight saving time. */
export class LocalClock {
  readonly #format: Intl.DateTimeFormat
  #hourIndex = -1
  #local: LocalHour = { hour: 0, weekday: 0 }

  /** Throws a `RangeError` for a time zone that is not in the IANA list. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hour: 'numeric',
      hourCycle: 'h23',
      weekday: 'short',
    })
  }

  at(tick: number): LocalHour {
    // Offsets from UTC change at quarters of an hour, so one answer holds for three ticks.
    const quarter = Math.floor(tick / 3)
    if (quarter === this.#hourIndex) return this.#local
    const parts = this.#format.formatToParts(tick * TICK_MS)
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
    this.#hourIndex = quarter
    this.#local = { hour: Number(part('hour')), weekday: Math.max(0, WEEKDAYS.indexOf(part('weekday'))) }
    return this.#local
  }
}

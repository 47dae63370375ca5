export type CalendarStep = 'day' | 'week' | 'month'

const DAY_MS = 86_400_000

/** 1 January 1970, day 0, was a Thursday; weeks begin on Monday. */
const A_MONDAY = 4

/** The first day of the day, week or month that a day is in. Days are numbered from 1 January 1970. */
export function firstDayOf(step: CalendarStep, day: number): number {
  switch (step) {
    case 'day':
      return day
    case 'week':
      return day - ((((day - A_MONDAY) % 7) + 7) % 7)
    case 'month': {
      const date = new Date(day * DAY_MS)
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS
    }
  }
}

/** The first day of the next day, week or month. */
export function nextFirstDay(step: CalendarStep, day: number): number {
  const first = firstDayOf(step, day)
  switch (step) {
    case 'day':
      return first + 1
    case 'week':
      return first + 7
    case 'month':
      // No month has more than 31 days, and none is over 31 days after its neighbour began.
      return firstDayOf('month', first + 31)
  }
}

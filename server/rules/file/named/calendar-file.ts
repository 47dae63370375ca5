import { z } from 'zod'
import { nearestName } from '../../../platform/nearest-name.ts'
import type { Calendar } from '../../compile/rule.ts'
import { LIST_NAME } from '../forms/list-names.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const MAX_ENTRIES = 400

/** Hours and minutes of the day; `24:00` is its end. */
const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

export interface CalendarFile {
  readonly calendar: string
  readonly zone: string
  readonly hours: readonly {
    readonly days: readonly (typeof DAYS)[number][]
    readonly from: string
    readonly to: string
  }[]
  readonly holidays?: readonly string[] | undefined
}

const time = z.string().regex(TIME, 'expected a time of the day such as "08:00"')

const hours = z
  .strictObject({ days: z.array(z.enum(DAYS)).min(1).max(DAYS.length), from: time, to: time })
  .check(({ value: { from, to }, issues, ...context }) => {
    if (minutesOf(from) < minutesOf(to)) return
    const message = `"${to}" is not after "${from}", expected a later time; hours past midnight are two entries`
    issues.push({ ...context, code: 'custom', input: to, path: ['to'], message })
  })

const zone = z.string().check(({ value, issues }) => {
  if (isZone(value)) return
  const near = nearestName(value, Intl.supportedValuesOf('timeZone'))
  const hint = near === null ? '' : `; did you mean "${near}"?`
  const message = `"${value}" is not a time zone, expected an IANA name such as Europe/Berlin${hint}`
  issues.push({ code: 'custom', input: value, message })
})

const holiday = z.string().refine(isDate, 'is not a date, expected a form such as "2026-12-25"')

/** The form of a file in `calendars/`: when a site is open. */
export const calendarFileSchema: z.ZodType<CalendarFile> = z.strictObject({
  calendar: z
    .string()
    .max(64)
    .regex(LIST_NAME, 'expected lower-case words joined by hyphens, such as office-hours'),
  zone,
  hours: z.array(hours).min(1).max(MAX_ENTRIES),
  holidays: z.array(holiday).max(MAX_ENTRIES).optional(),
})

/** A calendar as rules take it. */
export function toCalendar(file: CalendarFile): Calendar {
  return {
    name: file.calendar,
    zone: file.zone,
    hours: file.hours.map(({ days, from, to }) => ({
      days: days.map((day) => DAYS.indexOf(day) + 1),
      from: minutesOf(from),
      to: minutesOf(to),
    })),
    holidays: file.holidays ?? [],
  }
}

/** Minutes since midnight. */
function minutesOf(text: string): number {
  const [hour, minute] = text.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // What the runtime does not know is no zone; it says so by throwing.
    return false
  }
}

/** Whether there is such a day: a month has no 31st because somebody wrote it. */
function isDate(text: string): boolean {
  const [year, month, day] = (DATE.exec(text) ?? []).slice(1).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

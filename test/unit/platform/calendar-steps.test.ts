import { describe, expect, it } from 'vitest'
import { firstDayOf, nextFirstDay } from '../../../server/platform/calendar-steps.ts'
import { LocalDays } from '../../../server/platform/local-days.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

function numberOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

describe('weeks and months', () => {
  it.each([
    ['day', '2026-11-28', '2026-11-28', '2026-11-29'],
    ['week', '2026-11-28', '2026-11-23', '2026-11-30'],
    ['week', '2026-11-23', '2026-11-23', '2026-11-30'],
    ['week', '2026-11-29', '2026-11-23', '2026-11-30'],
    ['week', '1969-12-31', '1969-12-29', '1970-01-05'],
    ['month', '2026-02-28', '2026-02-01', '2026-03-01'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['month', '2028-02-29', '2028-02-01', '2028-03-01'],
  ] as const)('a %s with %s begins on %s, the next on %s', (step, date, first, next) => {
    expect(firstDayOf(step, numberOf(date))).toBe(numberOf(first))
    expect(nextFirstDay(step, numberOf(date))).toBe(numberOf(next))
  })
})

describe('numbers of days', () => {
  it.each([
    ['UTC', '2026-03-29', '2026-03-29T00:00:00Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    ['Asia/Kathmandu', '2026-05-01', '2026-04-30T18:15:00Z', 24],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00Z', 24],
    // The clocks went from 24:00 to 01:00, so this day had no midnight.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23],
  ])('in %s, %s begins at %s and has %s hours', (zone, date, start, hours) => {
    const days = new LocalDays(zone)
    const day = numberOf(date)
    expect(new Date(days.startOf(day)).toISOString()).toBe(new Date(start).toISOString())
    expect((days.startOf(day + 1) - days.startOf(day)) / HOUR_MS).toBe(hours)
    expect([days.numberOf(days.startOf(day)), days.numberOf(days.startOf(day) - 1)]).toEqual([day, day - 1])
  })

  it('leave no hole and no overlap between the days of ten years', () => {
    const days = new LocalDays('Europe/London')
    for (let day = numberOf('2020-01-01'); day < numberOf('2030-01-01'); day += 1) {
      const from = days.startOf(day)
      expect([days.numberOf(from), days.numberOf(from - 1)]).toEqual([day, day - 1])
    }
  })
})

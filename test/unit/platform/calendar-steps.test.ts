import { describe, expect, it } from 'vitest'
import { firstDayOf, nextFirstDay } from '../../../server/platform/calendar-steps.ts'

const DAY_MS = 86_400_000

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

import { describe, expect, it } from 'vitest'
import { LocalDays } from '../../../server/platform/local-days.ts'

const HOUR_MS = 3_600_000

function at(text: string): number {
  return Date.parse(text)
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (24 * HOUR_MS)
}

describe('a day on the clocks of a time zone', () => {
  it.each([
    // zone, a moment, when its day begins, how many hours it has
    ['UTC', '2026-11-22T09:30:00Z', '2026-11-22T00:00:00Z', 24],
    ['Europe/Berlin', '2026-11-22T23:30:00Z', '2026-11-23T00:00:00+01:00', 24],
    ['Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29T00:00:00+01:00', 23],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T00:00:00+02:00', 25],
    ['America/New_York', '2026-03-08T12:00:00-04:00', '2026-03-08T00:00:00-05:00', 23],
    ['America/New_York', '2026-11-01T23:59:59.999-05:00', '2026-11-01T00:00:00-04:00', 25],
    ['Asia/Kolkata', '2026-06-01T00:00:00+05:30', '2026-06-01T00:00:00+05:30', 24],
    ['Pacific/Kiritimati', '2026-01-01T00:00:00+14:00', '2026-01-01T00:00:00+14:00', 24],
    // The clocks went from 24:00 to 01:00, so this day had no midnight.
    ['America/Sao_Paulo', '2018-11-04T12:00:00-02:00', '2018-11-04T01:00:00-02:00', 23],
    // Half an hour forward.
    ['Australia/Lord_Howe', '2026-10-04T12:00:00+11:00', '2026-10-04T00:00:00+10:30', 23.5],
    // Clocks go from midnight to one: the day begins at one.
    ['Asia/Beirut', '2026-03-29T12:00:00+03:00', '2026-03-29T01:00:00+03:00', 23],
    // Clocks go from midnight back to eleven: the day before has the hour twice.
    ['Africa/Cairo', '2026-10-29T12:00:00+03:00', '2026-10-29T00:00:00+03:00', 25],
    ['Africa/Cairo', '2026-10-30T00:00:00+02:00', '2026-10-30T00:00:00+02:00', 24],
  ])('%s: %s', (zone, moment, begins, hours) => {
    const days = new LocalDays(zone)
    const day = days.dayOf(at(moment))
    expect(new Date(day.from).toISOString()).toBe(new Date(at(begins)).toISOString())
    expect((day.to - day.from) / HOUR_MS).toBe(hours)
    expect(days.numberOf(at(moment))).toBe(dayNumber(begins.slice(0, 10)))
  })

  it.each(['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo', 'Pacific/Apia'])(
    'joins the next one without a hole, through a year: %s',
    (zone) => {
      const days = new LocalDays(zone)
      const first = days.numberOf(at('2026-01-01T10:00:00Z'))
      const year = days.list(first, first + 365)
      expect(year).toHaveLength(365)
      for (const [place, day] of year.entries()) {
        expect(days.numberOf(day.from)).toBe(first + place)
        expect(days.numberOf(day.from - 1)).toBe(first + place - 1)
        expect(day.to).toBe(year[place + 1]?.from ?? day.to)
      }
    },
  )

  it('is none where the zone has left its date out', () => {
    const days = new LocalDays('Pacific/Apia')
    const first = days.numberOf(at('2011-12-29T12:00:00Z'))
    expect(
      days.list(first, first + 4).map(({ from, to }) => [new Date(from).toISOString(), to - from]),
    ).toEqual([
      ['2011-12-29T10:00:00.000Z', 24 * HOUR_MS],
      ['2011-12-30T10:00:00.000Z', 24 * HOUR_MS],
      ['2011-12-31T10:00:00.000Z', 24 * HOUR_MS],
    ])
  })
})

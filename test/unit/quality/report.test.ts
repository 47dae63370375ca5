import { describe, expect, it } from 'vitest'
import type { QualityReportQuery } from '../../../server/contracts/quality.ts'
import type { ScoreCountQuery, ScoreCounts } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { LocalDays } from '../../../server/platform/local-days.ts'
import { makeReport } from '../../../server/quality/report/make-report.ts'
import { daysOf, slicesOf, stepsOf } from '../../../server/quality/report/period.ts'
import { NO_SUMS } from '../../../server/quality/report/sums.ts'

const DAY_MS = 86_400_000

function numberOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

function moment(text: string) {
  return wallMs(Date.parse(text))
}

/** One call a day of each key, with a score of the day's number within its month. */
function countsBy(keys: readonly string[], asked: ScoreCountQuery[] = []) {
  return {
    countCards: async (query: ScoreCountQuery): Promise<readonly ScoreCounts[]> => {
      asked.push(query)
      const days = Array.from({ length: query.toDay - query.fromDay }, (_, at) => query.fromDay + at)
      const scoreSum = days.reduce((sum, day) => sum + new Date(day * DAY_MS).getUTCDate(), 0)
      const resolutions = { first: days.length, open: 0, repeated: 0, unknown: 0 }
      return keys.map((key) => ({
        ...{ ...NO_SUMS, key, calls: days.length, scored: days.length, scoreSum, resolutions },
        durationSum: days.length * 1000,
      }))
    },
    countItems: async () => [],
  }
}

function report(
  query: Partial<QualityReportQuery>,
  options: { readonly zone?: string; readonly keys?: readonly string[] } = {},
) {
  return makeReport(
    {
      from: moment('2026-03-28T12:00:00Z'),
      to: moment('2026-03-31T12:00:00Z'),
      group: 'team',
      step: 'day',
      ...query,
    },
    {
      store: countsBy(options.keys ?? ['billing']),
      days: new LocalDays(options.zone ?? 'Europe/Berlin'),
      titleOf: (_group, key) => key.toUpperCase(),
      itemOrder: [],
      repeatWithinDays: 7,
    },
  )
}

describe('a report', () => {
  it('has whole days of the site, of 23 hours where the clocks go forward', async () => {
    const { from, to, rows } = await report({})
    expect([from, to]).toEqual([moment('2026-03-27T23:00:00Z'), moment('2026-03-31T22:00:00Z')])
    expect(rows[0]?.points.map(({ at, until, score }) => [(until - at) / 3_600_000, score])).toEqual([
      [24, 28],
      [23, 29],
      [24, 30],
      [24, 31],
    ])
  })

  it('cuts the first and the last week to the period', async () => {
    const { rows } = await report({ step: 'week' })
    const [row] = rows
    expect(row?.points.map(({ at, calls, score }) => [new Date(at).toISOString(), calls, score])).toEqual([
      ['2026-03-27T23:00:00.000Z', 2, 28.5],
      ['2026-03-29T22:00:00.000Z', 2, 30.5],
    ])
    expect(row).toMatchObject({
      key: 'billing',
      title: 'BILLING',
      all: { calls: 4, score: 29.5, durationMs: 1000, firstContact: 1, item: null },
    })
  })

  it('sums up everything, also the rows that it leaves out', async () => {
    const keys = Array.from({ length: 600 }, (_, at) => `team-${at}`)
    const found = await report({}, { keys })
    expect([found.rows.length, found.rowsLeftOut, found.all.calls]).toEqual([500, 100, 2400])
    const long = await report({ from: moment('2025-03-01T00:00:00Z') }, { keys })
    expect(long.rows.length + long.rowsLeftOut).toBe(600)
    expect(long.rows.reduce((points, row) => points + row.points.length, 0)).toBeLessThanOrEqual(50_000)
  })

  it('says nothing of a score where nobody was scored', async () => {
    const { rows, all } = await report({}, { keys: [] })
    expect(rows).toEqual([])
    expect(all).toMatchObject({ calls: 0, score: null, firstContact: null, durationMs: 0 })
  })
})

describe('a period', () => {
  const days = new LocalDays('America/New_York')

  it.each([
    ['backwards', '2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['of nothing', '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['too long', '2025-01-01T05:00:00Z', '2026-02-07T05:00:00Z'],
  ])('%s is refused', (_name, from, to) => {
    expect(() => daysOf({ from: moment(from), to: moment(to) }, days)).toThrow('to: expected')
  })

  it('of 400 days is not, wherever in the day it begins', () => {
    const period = daysOf({ from: moment('2025-01-01T12:00:00Z'), to: moment('2026-02-05T12:00:00Z') }, days)
    expect(period).toEqual({ fromDay: numberOf('2025-01-01'), toDay: numberOf('2026-02-06') })
  })

  it.each(['day', 'week', 'month'] as const)(
    'is covered by its steps (%s) and their slices without a hole',
    (step) => {
      const period = { fromDay: numberOf('2026-01-15'), toDay: numberOf('2026-04-02') }
      const slices = stepsOf(period, step).flatMap((each) => slicesOf(each, 7))
      expect(slices[0]?.fromDay).toBe(period.fromDay)
      expect(slices.at(-1)?.toDay).toBe(period.toDay)
      for (const [at, { fromDay, toDay }] of slices.entries()) {
        expect(toDay - fromDay >= 1 && toDay - fromDay <= 7).toBe(true)
        if (at > 0) expect(fromDay).toBe(slices[at - 1]?.toDay)
      }
    },
  )
})

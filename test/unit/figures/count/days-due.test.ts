import { describe, expect, it } from 'vitest'
import type { CountedDay } from '../../../../server/contracts/kept-figures.ts'
import { wallMs, type WallMs } from '../../../../server/contracts/time.ts'
import { daysDue, daysToForget, stillJudged } from '../../../../server/figures/count/days-due.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Three days that are over; it is ten in the morning of the fourth. */
const DAYS = [0, 1, 2].map((day) => ({ from: day * DAY_MS, to: (day + 1) * DAY_MS }))
const NOW = wallMs(3 * DAY_MS + 10 * HOUR_MS)

function kept(day: number, countedAt: number): CountedDay {
  return { from: wallMs(day * DAY_MS), to: wallMs((day + 1) * DAY_MS), countedAt: wallMs(countedAt) }
}

const SETTLED = [0, 1, 2].map((day) => kept(day, (day + 1) * DAY_MS + 2 * HOUR_MS))

function due(days: readonly CountedDay[], judged: readonly (readonly [number, number])[] = [], now = NOW) {
  const heard = new Map<WallMs, WallMs>(judged.map(([hour, at]) => [wallMs(hour), wallMs(at)]))
  return daysDue({ days: DAYS, kept: days, judged: heard, now }).map(({ from }) => from / DAY_MS)
}

describe('a day is counted', () => {
  it('when it was never, the newest first', () => {
    expect(due([])).toEqual([2, 1, 0])
    expect(due([kept(1, 2 * DAY_MS + 2 * HOUR_MS)])).toEqual([2, 0])
    expect(due(SETTLED)).toEqual([])
  })

  it('once more two hours after its end, when what was under way is over', () => {
    const early = [...SETTLED.slice(0, 2), kept(2, 3 * DAY_MS + 60_000)]
    expect(due(early, [], wallMs(3 * DAY_MS + HOUR_MS))).toEqual([])
    expect(due(early, [], wallMs(3 * DAY_MS + 2 * HOUR_MS))).toEqual([2])
  })

  it('again when people judged what it told, once an hour at most', () => {
    const hour = DAY_MS + 9 * HOUR_MS
    expect(due(SETTLED, [[hour, NOW]])).toEqual([1])
    // Counted after it was heard of.
    expect(due(SETTLED, [[hour, 2 * DAY_MS + HOUR_MS]])).toEqual([])
    const again = [kept(1, NOW - HOUR_MS / 2), ...SETTLED.filter(({ from }) => from !== DAY_MS)]
    expect(due(again, [[hour, NOW]])).toEqual([])
    expect(due(again, [[hour, NOW]], wallMs(NOW + HOUR_MS / 2))).toEqual([1])
  })

  it('when an hour that was judged lies in two of them, as where clocks are half an hour beside', () => {
    expect(due(SETTLED, [[2 * DAY_MS - HOUR_MS / 2, NOW]])).toEqual([2, 1])
  })

  it('anew when it had another end, as in another time zone', () => {
    expect(due([...SETTLED.slice(0, 2), { ...kept(2, NOW), to: wallMs(3 * DAY_MS - HOUR_MS) }])).toEqual([2])
  })
})

it('a day is forgotten that is none any more', () => {
  const moved = { ...kept(0, 0), from: wallMs(-HOUR_MS) }
  expect(daysToForget(DAYS, [moved, ...SETTLED])).toEqual([-HOUR_MS])
  expect(daysToForget(DAYS.slice(1), SETTLED)).toEqual([0])
})

it('what was judged is remembered until its day is counted', () => {
  const judged = new Map([
    [wallMs(9 * HOUR_MS), NOW],
    [wallMs(DAY_MS), wallMs(DAY_MS + 1)],
    [wallMs(9 * DAY_MS), NOW],
  ])
  expect([...stillJudged(judged, SETTLED).keys()]).toEqual([9 * HOUR_MS])
})

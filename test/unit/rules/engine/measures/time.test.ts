import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../../server/contracts/time.ts'
import type { Calendar } from '../../../../../server/rules/compile/rule.ts'
import { measured } from '../../../../helpers/measured-call.ts'
import { buildCall } from '../../../../helpers/message-builders.ts'

const HOUR_MS = 3_600_000

const OFFICE: Calendar = {
  name: 'office',
  zone: 'Europe/Berlin',
  hours: [
    { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 18 * 60 },
    { days: [6], from: 9 * 60, to: 24 * 60 },
  ],
  holidays: ['2026-12-25'],
}

/** Whether a calendar is open in a call that starts then. */
function openIn(startedAt: string, hours: Calendar = OFFICE, open = true) {
  const call = buildCall({ startedAt: wallMs(Date.parse(startedAt)) })
  return measured({ kind: 'time', hours, open }, [], { call })
}

const isOpen = (moment: string, hours?: Calendar): boolean => openIn(moment, hours).at(0)

describe('time', () => {
  it('is open from the first minute to before the last, on the local clock', () => {
    // 2 March 2026 is a Monday; Berlin is an hour ahead.
    const moments = ['06:59:59.999', '07:00:00.000', '16:59:59.999', '17:00:00.000']
    expect(moments.map((time) => isOpen(`2026-03-02T${time}Z`))).toEqual([false, true, true, false])
  })

  it('knows the days of the week, midnight among them', () => {
    expect(isOpen('2026-03-07T07:30:00Z')).toBe(false)
    expect(isOpen('2026-03-07T22:59:59.999Z')).toBe(true)
    expect(isOpen('2026-03-07T23:00:00Z')).toBe(false)
    expect(isOpen('2026-03-08T10:00:00Z')).toBe(false)
  })

  it('is closed on holidays', () => {
    expect([isOpen('2026-12-24T10:00:00Z'), isOpen('2026-12-25T10:00:00Z')]).toEqual([true, false])
  })

  it('asks for the other as well', () => {
    expect(openIn('2026-03-02T03:00:00Z', OFFICE, false).at(0)).toBe(true)
    expect(openIn('2026-03-02T10:00:00Z', OFFICE, false).at(0)).toBe(false)
  })

  it('changes while a call goes on, when it said it would', () => {
    const call = openIn('2026-03-02T16:59:00Z')
    expect([call.changesAfter(0), call.at(59_999), call.at(60_000)]).toEqual([60_000, true, false])
    // The next thing that the hours of that day say is midnight.
    expect(call.changesAfter(60_000)).toBe(60_000 + 6 * HOUR_MS)
  })

  it('follows the clocks when they are put forward and back', () => {
    const night: Calendar = { ...OFFICE, hours: [{ days: [7], from: 3 * 60, to: 4 * 60 }] }
    // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC. 25 October: 03:00 becomes 02:00 at 01:00 UTC.
    const forward = openIn('2026-03-29T00:30:00Z', night)
    expect([forward.at(HOUR_MS / 2 - 1), forward.at(HOUR_MS / 2), forward.at(1.5 * HOUR_MS)]).toEqual([
      false,
      true,
      false,
    ])
    const back = openIn('2026-10-25T00:30:00Z', night)
    expect([
      back.at(HOUR_MS),
      back.at(1.5 * HOUR_MS - 1),
      back.at(1.5 * HOUR_MS),
      back.at(2.5 * HOUR_MS),
    ]).toEqual([false, false, true, false])
  })

  it.each([
    ['2026-03-28T22:00:00Z', 'Europe/Berlin'],
    ['2026-10-24T22:00:00Z', 'Europe/Berlin'],
    ['2026-10-03T12:00:00Z', 'Australia/Lord_Howe'],
    ['2026-11-01T03:00:00Z', 'America/St_Johns'],
    ['2026-05-01T00:00:00Z', 'Asia/Kathmandu'],
  ])('announces every change of a day that begins at %s in %s', (startedAt, zone) => {
    const hours = [
      { days: [1, 3, 5, 7], from: 30, to: 145 },
      { days: [1, 2, 3, 4, 5, 6, 7], from: 170, to: 1440 },
    ]
    const call = openIn(startedAt, { name: 'odd', zone, hours, holidays: ['2026-03-29'] })
    let changes = 0
    let announced = 0
    for (let ms = 0; ms <= 30 * HOUR_MS; ms += 60_000) {
      const now = call.at(ms)
      if (ms > 0 && now !== call.at(ms - 60_000)) changes += 1
      if (ms >= announced) announced = call.changesAfter(ms) ?? Number.POSITIVE_INFINITY
      expect(announced).toBeGreaterThan(ms)
      if (announced > ms + 60_000) expect(call.at(ms + 59_999)).toBe(now)
      if (announced > ms + 60_000) expect(call.at(ms + 60_000)).toBe(now)
    }
    expect(changes).toBeGreaterThan(1)
  })
})

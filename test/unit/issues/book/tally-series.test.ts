import { describe, expect, it } from 'vitest'
import { seriesOf, seriesStart } from '../../../../server/issues/book/series.ts'
import { STEP_MS, Tally } from '../../../../server/issues/book/tally.ts'
import { heardContact } from '../../../helpers/heard-contact.ts'

const HOUR = 3_600_000
const NOW = 1000 * HOUR

function busy(): Tally {
  const tally = new Tally()
  for (let n = 0; n < 48; n += 1) {
    const codes = n % 4 === 0 ? ['web.slow'] : []
    tally.add(heardContact({ id: `calls:${String(n)}`, at: NOW - 4 * HOUR + n * STEP_MS, codes }))
  }
  return tally
}

describe('a tally', () => {
  it('counts customers once in three hours, by channel, hour and code', () => {
    const tally = new Tally()
    const one = { id: 'calls:1', authorKey: 'ann' }
    tally.add(heardContact({ ...one, at: NOW - 3 * HOUR }))
    tally.add(heardContact({ ...one, at: NOW - 2 * HOUR, codes: ['a'] }))
    tally.add(heardContact({ ...one, at: NOW - 1.5 * HOUR, codes: ['a', 'b'] }))
    tally.add(heardContact({ id: 'web:1', channel: 'web', authorKey: 'ann', at: NOW - 60_000, codes: ['a'] }))
    expect(tally.cells(NOW, 24)).toEqual([
      { code: 'a', channel: 'call', contacts: 1, lastHour: 0 },
      { code: 'b', channel: 'call', contacts: 1, lastHour: 0 },
    ])
    expect(tally.coverage(NOW, 24)).toEqual({ contacts: 1, coded: 1 })
    tally.add(heardContact({ id: 'web:2', channel: 'web', authorKey: 'bob', at: NOW - 60_000, codes: ['a'] }))
    expect(tally.cells(NOW, 1)).toEqual([{ code: 'a', channel: 'web', contacts: 1, lastHour: 1 }])
    expect(tally.lastHour(NOW, 'web')).toBe(1)
    expect(tally.lastHour(NOW, null)).toBe(1)
  })

  it('forgets what is older than a week, and comes back as it was', () => {
    const tally = busy()
    const again = new Tally()
    again.load(tally.save())
    expect(again.save()).toEqual(tally.save())
    expect(again.cells(NOW, 24)).toEqual(tally.cells(NOW, 24))
    tally.advance(NOW + 8 * 24 * HOUR)
    expect(tally.save()).toEqual({ volumes: [], coded: [], cells: [], persons: [] })
  })
})

describe('a series', () => {
  it('shows distinct customers beside what would be usual for the contacts there were', () => {
    const tally = busy()
    const onsetAt = NOW - HOUR
    const visits = [
      { person: 'ann', at: onsetAt + 1000 },
      { person: 'ann', at: onsetAt + 2000 },
      { person: 'bob', at: onsetAt + 3000 },
      { person: 'eve', at: NOW - 1 },
      { person: 'of long ago', at: NOW - 50 * HOUR },
    ]
    const series = seriesOf(visits, { onsetAt, now: NOW, heardOn: null, tally, usualShare: () => 0.25 })
    expect(series.startAt).toBe(onsetAt - 6 * HOUR)
    expect(series.seen).toHaveLength(7 * 12 + 1)
    expect(series.seen.reduce((sum, one) => sum + one, 0)).toBe(3)
    expect(series.seen[72]).toBe(2)
    expect(series.seen.at(-2)).toBe(1)
    expect(series.expected[0]).toBe(0)
    expect(series.expected[80]).toBe(0.25)
  })

  it('begins a week ago at most', () => {
    expect(seriesStart(NOW - 30 * 24 * HOUR, NOW)).toBe(NOW - 7 * 24 * HOUR + STEP_MS)
  })
})

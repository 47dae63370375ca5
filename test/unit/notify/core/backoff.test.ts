import { describe, expect, it } from 'vitest'
import { backoffMs, readRetryAfter } from '../../../../server/notify/core/backoff.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

describe('the wait after a failure', () => {
  it('has a ceiling that doubles from two seconds to five minutes', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 500].map((attempts) => backoffMs(attempts, 1, null) / 1000)
    expect(ceilings).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  })

  it('lies anywhere below it', () => {
    const random = seededRandom(7)
    const waits = Array.from({ length: 2000 }, () => backoffMs(3, random(), null))
    expect(Math.min(...waits)).toBeLessThan(400)
    expect(Math.max(...waits)).toBeGreaterThan(7600)
    expect(Math.max(...waits)).toBeLessThanOrEqual(8000)
  })

  it('is what the receiver asks for, an hour at most, and never less than its own', () => {
    expect(backoffMs(1, 0.5, 90_000)).toBe(90_000)
    expect(backoffMs(1, 0.5, 10)).toBe(1000)
    expect(backoffMs(1, 0.5, 1e12)).toBe(3_600_000)
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 27, 12)
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Fri, 27 Nov 2026 12:01:00 GMT', 60_000],
    ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%j is %s', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected)
  })
})

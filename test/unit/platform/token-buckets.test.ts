import { describe, expect, it } from 'vitest'
import { TokenBuckets } from '../../../server/platform/token-buckets.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

function makeBuckets(maxNames = 10): { clock: ManualClock; buckets: TokenBuckets } {
  const clock = new ManualClock(1_000_000)
  return { clock, buckets: new TokenBuckets({ clock, perMinute: 60, burst: 3, maxNames }) }
}

describe('token buckets', () => {
  it('give a burst at once and then a steady rate, each name for itself', () => {
    const { clock, buckets } = makeBuckets()
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 0])
    expect(buckets.take('a')).toBe(1000)
    expect(buckets.take('b')).toBe(0)
    clock.advance(400)
    expect(buckets.take('a')).toBe(600)
    clock.advance(600)
    expect(buckets.take('a')).toBe(0)
    expect(buckets.take('a')).toBe(1000)
  })

  it('fill up to the burst, and no further', () => {
    const { clock, buckets } = makeBuckets()
    buckets.take('a')
    clock.advance(3_600_000)
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1000])
  })

  it('forget the name that was idle longest when there are too many', () => {
    const { buckets } = makeBuckets(2)
    for (const name of ['a', 'a', 'a', 'b', 'a', 'c']) buckets.take(name)
    expect(buckets.take('a')).toBe(1000)
    buckets.take('c')
    buckets.take('d')
    // Forgotten, so it begins anew.
    expect(buckets.take('a')).toBe(0)
  })

  it('owe nothing when the clock is put back', () => {
    let now = 1_000_000
    const clock = Object.assign(new ManualClock(0), { now: () => now })
    const buckets = new TokenBuckets({ clock, perMinute: 60, burst: 2, maxNames: 10 })
    buckets.take('a')
    now -= 500_000
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1000])
    now += 1000
    expect(buckets.take('a')).toBe(0)
  })
})

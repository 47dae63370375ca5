import { describe, expect, it } from 'vitest'
import { DelayMeter } from '../../../../server/cli/stream/delay.ts'

function summaryOf(delays: readonly number[]): ReturnType<DelayMeter['summary']> {
  const meter = new DelayMeter()
  for (const delay of delays) meter.add(delay)
  return meter.summary()
}

describe('DelayMeter', () => {
  it('has no figures without delays', () => {
    expect(summaryOf([])).toEqual({ count: 0, p50: null, p95: null })
  })

  it('takes the nearest rank, whatever the order', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
    expect(summaryOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95 })
    expect(summaryOf([10, 1000])).toEqual({ count: 2, p50: 10, p95: 1000 })
    expect(summaryOf([7.4])).toEqual({ count: 1, p50: 7, p95: 7 })
  })

  it('does not sort as text', () => {
    expect(summaryOf([9, 10, 100]).p50).toBe(10)
  })
})

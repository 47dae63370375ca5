import { expect, it } from 'vitest'
import { wilsonInterval } from '../../../server/platform/wilson.ts'

it('bounds a share as the formula does by hand', () => {
  const [low, high] = wilsonInterval(5, 10, 1.645)
  expect(low).toBeCloseTo(0.2694, 3)
  expect(high).toBeCloseTo(0.7306, 3)
  // 81 of 263, a worked example of R. G. Newcombe (1998).
  expect(wilsonInterval(81, 263, 1.96).map((bound) => Number(bound.toFixed(4)))).toEqual([0.2553, 0.3662])
})

it('knows nothing without anything seen, and never leaves 0 to 1', () => {
  expect(wilsonInterval(0, 0, 1.96)).toEqual([0, 1])
  expect(wilsonInterval(0, 10, 1.96)[0]).toBe(0)
  expect(wilsonInterval(10, 10, 1.96)[1]).toBe(1)
})

it('has the share between its bounds, and is narrower the more was seen', () => {
  for (let count = 1; count < 20; count += 1) {
    const [low, high] = wilsonInterval(count, 20, 1.96)
    expect(low).toBeLessThan(count / 20)
    expect(high).toBeGreaterThan(count / 20)
    expect(low).toBeGreaterThan(wilsonInterval(count - 1, 20, 1.96)[0])
    const [lower, higher] = wilsonInterval(count * 10, 200, 1.96)
    expect(higher - lower).toBeLessThan(high - low)
  }
})

import { describe, expect, it } from 'vitest'
import { RetryAfter } from '../../../../server/asr/capacity/retry-after.ts'

const middle = (): number => 0.5

describe('RetryAfter', () => {
  it('is the time in which one of the live calls ends', () => {
    const retryAfter = new RetryAfter({ random: middle })
    expect(retryAfter.refused({ now: 0, liveCalls: 30 })).toBe(6000)
  })

  it('follows how long calls last here', () => {
    const retryAfter = new RetryAfter({ random: middle })
    for (let call = 0; call < 200; call += 1) retryAfter.ended({ durationMs: 600_000 })
    expect(retryAfter.refused({ now: 0, liveCalls: 30 })).toBeCloseTo(20_000, -1)
  })

  it('is longer for the second who waits for the same place, and forgets who has waited long', () => {
    const retryAfter = new RetryAfter({ random: middle })
    expect(retryAfter.refused({ now: 0, liveCalls: 60 })).toBe(3000)
    expect(retryAfter.refused({ now: 10, liveCalls: 60 })).toBe(6000)
    expect(retryAfter.refused({ now: 90_000, liveCalls: 60 })).toBe(3000)
  })

  it('stays between a second and a minute, however many are refused', () => {
    const retryAfter = new RetryAfter({ random: middle })
    expect(retryAfter.refused({ now: 0, liveCalls: 1_000_000 })).toBe(1000)
    for (let refusal = 0; refusal < 10_000; refusal += 1) retryAfter.refused({ now: 1, liveCalls: 3 })
    expect(retryAfter.refused({ now: 2, liveCalls: 3 })).toBe(60_000)
  })

  it('spreads those who were refused at once', () => {
    let next = 0
    const retryAfter = new RetryAfter({ random: () => (next += 0.37) % 1 })
    const answers = Array.from({ length: 5 }, () => retryAfter.refused({ now: 0, liveCalls: 100 }))
    expect(new Set(answers).size).toBe(5)
  })
})

import { describe, expect, it } from 'vitest'
import { Admission } from '../../../../server/asr/capacity/admission.ts'
import { CostBook } from '../../../../server/asr/capacity/cost-book.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

interface Made {
  readonly admission: Admission
  readonly costs: CostBook
  readonly clock: ManualClock
  readonly state: { isLate: boolean }
}

function make({ maxCalls = null }: { maxCalls?: number | null } = {}): Made {
  const costs = new CostBook()
  const clock = new ManualClock(1_000_000)
  const state = { isLate: false }
  const admission = new Admission({
    clock,
    machine: { cores: 2, workers: 2 },
    costs,
    maxCalls,
    isLate: () => state.isLate,
    random: () => 0.5,
  })
  return { admission, costs, clock, state }
}

/** Offers calls until one is refused; how many were taken. */
function fill(admission: Admission, model = 'en'): number {
  for (let call = 0; call < 1000; call += 1) {
    try {
      admission.admit(`${model}-${call}`, model)
    } catch {
      return call
    }
  }
  return Infinity
}

const overloaded = expect.objectContaining({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) })

describe('by what the machine carries', () => {
  it('takes the calls that it shows as its capacity, and refuses the next with a time to come back', () => {
    const { admission, costs } = make()
    costs.calibrated('en', 0.04)
    expect(fill(admission)).toBe(admission.capacityCalls('en'))
    expect(() => admission.admit('one-more', 'en')).toThrow(overloaded)
    expect(admission.liveCalls).toBe(admission.capacityCalls('en'))
  })

  it('takes another when one has ended', () => {
    const { admission } = make()
    fill(admission)
    admission.release('en-0')
    expect(admission.accepts('en')).toBe(true)
    admission.admit('next', 'en')
    expect(admission.accepts('en')).toBe(false)
  })

  it('counts a call of a dearer model for more', () => {
    const { admission, costs } = make()
    costs.calibrated('en', 0.04)
    costs.calibrated('large', 0.3)
    const alone = admission.capacityCalls('en')
    admission.admit('dear', 'large')
    expect(fill(admission)).toBeLessThan(alone - 5)
    expect(admission.accepts('large')).toBe(false)
  })

  it('notices that live calls cost more than was measured', () => {
    const { admission, costs } = make()
    costs.calibrated('en', 0.04)
    const before = admission.capacityCalls('en')
    for (let second = 0; second < 3600; second += 1) costs.observed('en', { cpuMs: 60, decodedMs: 1000 })
    expect(admission.capacityCalls('en')).toBeLessThan(before)
    expect(fill(admission)).toBe(admission.capacityCalls('en'))
  })

  it('takes none while the live calls are late, but never leaves the machine idle', () => {
    const { admission, state } = make()
    state.isLate = true
    admission.admit('a', 'en')
    expect(() => admission.admit('b', 'en')).toThrow(overloaded)
    state.isLate = false
    admission.admit('b', 'en')
  })
})

describe('by a number that was set', () => {
  it('takes so many, whatever they cost and however late they are', () => {
    const { admission, costs, state } = make({ maxCalls: 50 })
    costs.calibrated('en', 1)
    state.isLate = true
    expect(admission.capacityCalls('en')).toBe(50)
    expect(fill(admission)).toBe(50)
  })

  it('still says when to come back', () => {
    const { admission } = make({ maxCalls: 1 })
    admission.admit('a', 'en')
    expect(() => admission.admit('b', 'en')).toThrow(overloaded)
  })
})

describe('release', () => {
  it('has no effect for a call that was never admitted', () => {
    const { admission } = make()
    admission.release('never')
    expect(admission.liveCalls).toBe(0)
  })
})

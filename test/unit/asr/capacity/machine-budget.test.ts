import { describe, expect, it } from 'vitest'
import { capacityInCalls, utilisation } from '../../../../server/asr/capacity/machine-budget.ts'

const TWO_CORES = { cores: 2, workers: 2 }

describe('capacityInCalls', () => {
  it('leaves room on every core, and counts what the main process spends on a call', () => {
    // 2 cores at 75 % less 0.05 for an idle server, divided by 0.085 + 0.02 a call.
    expect(capacityInCalls(TWO_CORES, 0.085)).toBe(13)
  })

  it('grows with the cores', () => {
    const small = capacityInCalls(TWO_CORES, 0.08)
    expect(capacityInCalls({ cores: 32, workers: 32 }, 0.08)).toBeGreaterThan(16 * small)
  })

  it('is bounded by the workers where there are fewer of them than cores', () => {
    expect(capacityInCalls({ cores: 16, workers: 1 }, 0.075)).toBe(10)
  })

  it('is not raised by more workers than cores', () => {
    expect(capacityInCalls({ cores: 2, workers: 8 }, 0.1)).toBe(capacityInCalls(TWO_CORES, 0.1))
  })

  it('is at least one call, whatever it costs', () => {
    expect(capacityInCalls({ cores: 1, workers: 1 }, 5)).toBe(1)
  })
})

describe('utilisation', () => {
  it('is nothing without calls', () => {
    expect(utilisation(TWO_CORES, [])).toBe(0)
  })

  it('adds calls of different cost', () => {
    const dear = utilisation(TWO_CORES, [0.4])
    const cheap = utilisation(TWO_CORES, [0.1])
    expect(utilisation(TWO_CORES, [0.4, 0.1])).toBeCloseTo(dear + cheap)
  })

  it('reaches one at the capacity and passes it with one call more', () => {
    const capacity = capacityInCalls(TWO_CORES, 0.08)
    const calls = (count: number): readonly number[] => Array.from({ length: count }, () => 0.08)
    expect(utilisation(TWO_CORES, calls(capacity))).toBeLessThanOrEqual(1)
    expect(utilisation(TWO_CORES, calls(capacity + 1))).toBeGreaterThan(1)
  })
})

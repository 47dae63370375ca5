import { describe, expect, it } from 'vitest'
import { floorLateness, lateness } from '../../../../server/asr/capacity/lateness.ts'

const START = 5_000_000

describe('lateness', () => {
  it('is nothing when all that came has been decoded', () => {
    const party = { firstMs: 0, firstHeardAt: START, decodedMs: 1000, nextHeardAt: null }
    expect(lateness(party, START + 60_000)).toBe(0)
  })

  it('is how long a live party waits', () => {
    const party = { firstMs: 0, firstHeardAt: START, decodedMs: 8000, nextHeardAt: START + 8000 }
    expect(lateness(party, START + 10_000)).toBe(2000)
  })

  it('is nothing for a recording that is faster than it was spoken, however long its audio waits', () => {
    const party = { firstMs: 0, firstHeardAt: START, decodedMs: 40_000, nextHeardAt: START }
    expect(lateness(party, START + 5000)).toBe(0)
  })

  it('is no more than the wait for a source that has paused without saying so', () => {
    const party = { firstMs: 0, firstHeardAt: START, decodedMs: 10_000, nextHeardAt: START + 70_000 }
    expect(lateness(party, START + 70_150)).toBe(150)
  })

  it('counts from the call time at which the party began', () => {
    const party = { firstMs: 30_000, firstHeardAt: START, decodedMs: 31_000, nextHeardAt: START + 1000 }
    expect(lateness(party, START + 4000)).toBe(3000)
  })
})

describe('floorLateness', () => {
  it('is nothing without calls', () => {
    expect(floorLateness([])).toBe(0)
  })

  it('is the worst of few calls', () => {
    expect(floorLateness([0, 700, 20])).toBe(700)
  })

  it('does not let one call of many speak for the floor', () => {
    const calls = Array.from({ length: 30 }, (_, index) => (index === 7 ? 20_000 : 50))
    expect(floorLateness(calls)).toBe(50)
  })

  it('sees that a tenth of the calls is in trouble', () => {
    const calls = Array.from({ length: 30 }, (_, index) => (index < 4 ? 20_000 : 50))
    expect(floorLateness(calls)).toBe(20_000)
  })
})

import { describe, expect, it } from 'vitest'
import { decodedPosition, ticksDue } from '../../../server/asr/call-position.ts'

const party = (
  receivedMs: number,
  decodedMs: number,
  ended = false,
): { receivedMs: number; decodedMs: number; ended: boolean } => ({ receivedMs, decodedMs, ended })

describe('decodedPosition', () => {
  it.each([
    { why: 'nobody has sent audio', parties: [], expected: null },
    { why: 'one party sends', parties: [party(5000, 4800)], expected: 4800 },
    { why: 'the slower of two counts', parties: [party(5000, 4900), party(5000, 3000)], expected: 3000 },
    {
      why: 'a party that stopped is decoded',
      parties: [party(9000, 8900), party(6000, 5950)],
      expected: 8900,
    },
    {
      why: 'a party is late, but not yet stopped',
      parties: [party(9000, 8900), party(7500, 7450)],
      expected: 7450,
    },
    {
      why: 'a party that stopped has audio waiting',
      parties: [party(9000, 8900), party(6000, 4000)],
      expected: 4000,
    },
    { why: 'a party has ended', parties: [party(9000, 8900), party(8500, 8500, true)], expected: 8900 },
    {
      why: 'a party has ended, with audio waiting',
      parties: [party(9000, 8900), party(8500, 5000, true)],
      expected: 5000,
    },
    { why: 'both have ended', parties: [party(9000, 9000, true), party(8500, 8500, true)], expected: 9000 },
  ])('when $why', ({ parties, expected }) => {
    expect(decodedPosition(parties)).toBe(expected)
  })
})

describe('ticksDue', () => {
  it('gives one tick a second of position', () => {
    expect(ticksDue(0, 999)).toEqual([])
    expect(ticksDue(0, 1000)).toEqual([1000])
    expect(ticksDue(1000, 1999)).toEqual([])
    expect(ticksDue(1000, 4100)).toEqual([2000, 3000, 4000])
  })

  it('never goes back', () => {
    expect(ticksDue(5000, 3000)).toEqual([])
  })

  it('is one tick after a jump of minutes', () => {
    expect(ticksDue(1000, 121_000)).toHaveLength(120)
    expect(ticksDue(1000, 86_400_500)).toEqual([86_400_000])
  })
})

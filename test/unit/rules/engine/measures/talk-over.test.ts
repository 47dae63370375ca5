import { describe, expect, it } from 'vitest'
import type { Party } from '../../../../../server/contracts/call.ts'
import { measured } from '../../../../helpers/measured-call.ts'

const talkOver = (forMs: number, by: Party | null = null) => ({ kind: 'talk-over', by, forMs }) as const

const INTERRUPTED = [
  { party: 'customer', from: 1000, to: 9000 },
  { party: 'agent', from: 4000, to: 8000 },
] as const

describe('talk-over', () => {
  it('holds from exactly so long after the second began, until one ends', () => {
    const call = measured(talkOver(2000), INTERRUPTED)
    expect([call.at(5999), call.at(6000), call.at(7999), call.at(8000)]).toEqual([false, true, true, false])
    expect([call.changesAfter(4000), call.changesAfter(6000), call.changesAfter(8000)]).toEqual([
      6000,
      null,
      null,
    ])
  })

  it('is by the one who began while the other spoke', () => {
    expect(measured(talkOver(2000, 'agent'), INTERRUPTED).at(7000)).toBe(true)
    expect(measured(talkOver(2000, 'customer'), INTERRUPTED).at(7000)).toBe(false)
  })

  it('is by neither when both begin at once', () => {
    const both = [
      { party: 'customer', from: 1000, to: 9000 },
      { party: 'agent', from: 1000, to: 8000 },
    ] as const
    expect(measured(talkOver(2000), both).at(3000)).toBe(true)
    expect(measured(talkOver(2000, 'agent'), both).at(3000)).toBe(false)
    expect(measured(talkOver(2000, 'customer'), both).at(3000)).toBe(false)
  })

  it('stays quiet when they take turns, or only say a word', () => {
    const turns = [
      { party: 'customer', from: 1000, to: 4000 },
      { party: 'agent', from: 4000, to: 8000 },
      { party: 'customer', from: 5000, to: 5800 },
    ] as const
    const call = measured(talkOver(1000), turns)
    for (let ms = 0; ms < 10_000; ms += 50) expect(call.at(ms)).toBe(false)
  })

  it('does not hold on hold, and counts from its end', () => {
    const call = measured(talkOver(2000), [
      ...INTERRUPTED,
      { hold: true, at: 4500 },
      { hold: false, at: 5500 },
    ])
    expect([call.at(5000), call.at(7499), call.at(7500)]).toEqual([false, false, true])
    expect([call.changesAfter(5000), call.changesAfter(5500)]).toEqual([null, 7500])
  })
})

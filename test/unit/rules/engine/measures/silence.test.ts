import { describe, expect, it } from 'vitest'
import type { Party } from '../../../../../server/contracts/call.ts'
import { measured } from '../../../../helpers/measured-call.ts'

const silence = (forMs: number, party: Party | null = null) => ({ kind: 'silence', party, forMs }) as const

describe('silence', () => {
  it('holds from exactly so long after the end of the last speech of both', () => {
    const call = measured(silence(10_000), [
      { party: 'agent', from: 0, to: 4000 },
      { party: 'customer', from: 3000, to: 6000 },
    ])
    expect([call.at(15_999), call.at(16_000), call.at(60_000)]).toEqual([false, true, true])
    expect([call.changesAfter(6000), call.changesAfter(16_000)]).toEqual([16_000, null])
  })

  it('counts from the start of a call in which nobody has spoken', () => {
    const call = measured(silence(10_000), [])
    expect([call.at(9999), call.at(10_000)]).toEqual([false, true])
  })

  it('is broken by speech that is under way, however long', () => {
    const call = measured(silence(5000), [{ party: 'agent', from: 4999, to: 30_000 }])
    expect([call.at(4998), call.at(20_000), call.at(34_999), call.at(35_000)]).toEqual([
      false,
      false,
      false,
      true,
    ])
    expect(call.changesAfter(20_000)).toBeNull()
  })

  it('of one party goes on while the other speaks', () => {
    const happenings = [
      { party: 'customer', from: 0, to: 1000 },
      { party: 'agent', from: 1000, to: 9000 },
    ] as const
    expect(measured(silence(5000, 'customer'), happenings).at(6000)).toBe(true)
    expect(measured(silence(5000, 'agent'), happenings).at(6000)).toBe(false)
    expect(measured(silence(5000), happenings).at(6000)).toBe(false)
  })

  it('is not hold, and counts from its end', () => {
    const call = measured(silence(10_000), [
      { party: 'agent', from: 0, to: 2000 },
      { hold: true, at: 5000 },
      { hold: false, at: 65_000 },
    ])
    expect([call.at(12_000), call.at(64_999), call.at(74_999), call.at(75_000)]).toEqual([
      false,
      false,
      false,
      true,
    ])
    expect([call.changesAfter(20_000), call.changesAfter(65_000)]).toEqual([null, 75_000])
  })

  it('goes on over a transfer, and over audio that is missing', () => {
    const call = measured(silence(10_000), [
      { party: 'agent', from: 0, to: 2000 },
      { change: { agentId: 'agent-8' }, at: 6000 },
    ])
    expect([call.at(11_999), call.at(12_000)]).toEqual([false, true])
  })

  it('does not wait for an utterance that a newer one has followed', () => {
    const call = measured(silence(3000), [
      { party: 'agent', from: 0, to: 1_000_000 },
      { party: 'agent', from: 5000, to: 6000 },
    ])
    expect([call.at(8999), call.at(9000)]).toEqual([false, true])
  })
})

import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../../../server/rules/compile/rule.ts'
import { measured } from '../../../../helpers/measured-call.ts'

const pace = (bounds: Partial<Bounds>, overMs = 30_000) =>
  ({ kind: 'pace', party: 'agent', above: null, below: null, ...bounds, overMs }) as const

/** 200 words a minute. */
const FAST = { party: 'agent', from: 10_000, to: 22_000, says: 40 } as const

describe('pace', () => {
  it('is strictly above and strictly below', () => {
    const at = (bounds: Partial<Bounds>) => measured(pace(bounds), [FAST]).at(22_000)
    expect([at({ above: 199 }), at({ above: 200 }), at({ below: 200 }), at({ below: 201 })]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  it('is of the party’s own speech: neither silence nor the other counts', () => {
    const call = measured(pace({ above: 199 }), [
      FAST,
      { party: 'customer', from: 22_000, to: 30_000, says: 4 },
    ])
    expect([call.at(21_999), call.at(30_000)]).toEqual([false, true])
  })

  it('has none before there is some speech', () => {
    const few = { party: 'agent', from: 0, to: 4999, says: 30 } as const
    const enough = { party: 'agent', from: 0, to: 5000, says: 30 } as const
    expect([
      measured(pace({ above: 100 }), [few]).at(5000),
      measured(pace({ above: 100 }), [enough]).at(5000),
    ]).toEqual([false, true])
    expect(measured(pace({ above: 100 }, 4000), [{ ...few, to: 2000, says: 10 }]).at(2000)).toBe(true)
  })

  it('ends when too little of it lies in the last stretch', () => {
    const call = measured(pace({ above: 199 }), [FAST])
    const change = call.changesAfter(22_000)
    // One and a half seconds a bucket: 13 of the words began after 18 s, with 300 ms each too little to judge.
    expect(change).toBe(48_000)
    expect([call.at(47_999), call.at(48_000)]).toEqual([true, false])
  })

  it('does not change on hold', () => {
    const call = measured(pace({ above: 199 }), [
      FAST,
      { hold: true, at: 23_000 },
      { party: 'agent', from: 30_000, to: 60_000, says: 10 },
      { hold: false, at: 123_000 },
    ])
    expect([call.at(60_000), call.at(122_999), call.changesAfter(60_000)]).toEqual([true, true, null])
    expect([call.changesAfter(123_000), call.at(147_999), call.at(148_000)]).toEqual([148_000, true, false])
  })

  it('goes on over a transfer', () => {
    expect(
      measured(pace({ above: 199 }), [FAST, { change: { agentId: 'agent-8' }, at: 22_500 }]).at(23_000),
    ).toBe(true)
  })

  it('of long stretches takes no more room than of short ones', () => {
    const hour = Array.from(
      { length: 600 },
      (_, n) => ({ party: 'agent', from: n * 6000, to: n * 6000 + 4000 }) as const,
    )
    const call = measured(pace({ above: 1 }, 1_800_000), hour)
    const window = call.measuresAt(3_600_000).talk.windows['pace/agent/1800000']
    expect(window?.ms.length).toBeLessThanOrEqual(21)
    expect(window?.ms.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1_100_000)
  })
})

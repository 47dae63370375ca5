import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../../../server/rules/compile/rule.ts'
import { measured } from '../../../../helpers/measured-call.ts'

const ratio = (
  bounds: Partial<Bounds>,
  { afterMs = 0, overMs = null }: { afterMs?: number; overMs?: number | null },
) => ({ kind: 'talk-ratio', party: 'agent', above: null, below: null, ...bounds, afterMs, overMs }) as const

/** Three quarters agent. */
const MOSTLY_AGENT = [
  { party: 'agent', from: 0, to: 30_000 },
  { party: 'customer', from: 30_000, to: 40_000 },
] as const

describe('talk-ratio', () => {
  it('is strictly above and strictly below', () => {
    const at = (bounds: Partial<Bounds>) => measured(ratio(bounds, {}), MOSTLY_AGENT).at(40_000)
    expect([at({ above: 0.74 }), at({ above: 0.75 }), at({ below: 0.75 }), at({ below: 0.76 })]).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect([at({ above: 0.7, below: 0.8 }), at({ above: 0.2, below: 0.3 })]).toEqual([true, false])
  })

  it('means nothing before so much speech was heard', () => {
    expect(measured(ratio({ above: 0.7 }, { afterMs: 40_000 }), MOSTLY_AGENT).at(40_000)).toBe(true)
    expect(measured(ratio({ above: 0.7 }, { afterMs: 40_001 }), MOSTLY_AGENT).at(40_000)).toBe(false)
    expect(measured(ratio({ below: 0.5 }, {}), []).at(40_000)).toBe(false)
  })

  it('does not count pauses between words', () => {
    const pause = [
      { party: 'agent', from: 0, to: 1000, says: 'one' },
      { party: 'customer', from: 20_000, to: 21_000, says: 'two' },
    ] as const
    expect(measured(ratio({ above: 0.49, below: 0.51 }, {}), pause).at(21_000)).toBe(true)
  })

  it('over a window forgets what lies before, when it said it would', () => {
    const call = measured(ratio({ above: 0.5 }, { overMs: 60_000 }), MOSTLY_AGENT)
    const change = call.changesAfter(40_000)
    // Three seconds a bucket: when those up to 21 s have gone, 9 s of the agent are left beside the customer's 10.
    expect(change).toBe(81_000)
    expect([call.at(80_999), call.at(81_000)]).toEqual([true, false])
  })

  it('neither counts what is said on hold nor lets time pass then', () => {
    const call = measured(ratio({ above: 0.5 }, { overMs: 60_000 }), [
      ...MOSTLY_AGENT,
      { hold: true, at: 41_000 },
      { party: 'customer', from: 45_000, to: 150_000 },
      { hold: false, at: 341_000 },
    ])
    expect([call.at(150_000), call.at(300_000), call.changesAfter(300_000)]).toEqual([true, true, null])
    expect([call.changesAfter(341_000), call.at(380_999), call.at(381_000)]).toEqual([381_000, true, false])
  })

  it('takes of an utterance only what was said before the hold', () => {
    const call = measured(ratio({ above: 0.74, below: 0.76 }, {}), [
      { party: 'agent', from: 0, to: 30_000 },
      { party: 'customer', from: 30_000, to: 50_000 },
      { hold: true, at: 40_000 },
    ])
    expect(call.at(50_000)).toBe(true)
  })
})

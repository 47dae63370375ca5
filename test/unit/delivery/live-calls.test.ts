import { describe, expect, it } from 'vitest'
import { LiveCalls } from '../../../server/delivery/live/live-calls.ts'
import { SummaryPace } from '../../../server/delivery/live/summary-pace.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { buildEnd, buildOutcome, buildStart, buildUtterance } from '../../helpers/message-builders.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'

function setUp() {
  const clock = new ManualClock(0)
  const limits = { finalsPerCall: 10, outcomesPerCall: 10, keepEndedMs: 60_000 }
  return { clock, calls: new LiveCalls({ clock, limits, placeOf: placeByAttributes }) }
}

describe('live calls', () => {
  it('keep an ended call for a minute, then forget it', () => {
    const { clock, calls } = setUp()
    calls.apply(buildStart())
    calls.apply(buildEnd())
    clock.advance(59_999)
    expect(calls.get('call-1')?.state).toBe('ended')
    clock.advance(1)
    expect(calls.get('call-1')).toBeNull()
    expect(clock.waiting).toBe(0)
  })

  it('keep a call that starts again under the same id', () => {
    const { clock, calls } = setUp()
    calls.apply(buildStart())
    calls.apply(buildEnd())
    calls.apply(buildStart())
    clock.advance(120_000)
    expect(calls.get('call-1')?.state).toBe('live')
  })

  it('say that a message belongs to no call', () => {
    const { calls } = setUp()
    expect(calls.apply(buildUtterance({ text: 'lost' }))).toEqual({ before: null, after: null })
    expect(calls.apply(buildOutcome())).toEqual({ before: null, after: null })
    expect(calls.size).toBe(0)
  })

  it('leave no timer behind when they are cleared', () => {
    const { clock, calls } = setUp()
    calls.apply(buildStart())
    calls.apply(buildEnd())
    calls.clear()
    expect(clock.waiting).toBe(0)
  })
})

describe('the pace of summaries', () => {
  it('is one a second, also for ticks that come a little early', () => {
    const pace = new SummaryPace()
    const due = [0, 990, 1995, 2980, 4000].map((now) => pace.isDue('call-1', now))
    expect(due).toEqual([true, true, true, true, true])
  })

  it('is not faster when audio is', () => {
    const pace = new SummaryPace()
    const sent = Array.from({ length: 100 }, (_, n) => n * 100).filter((now) => pace.isDue('call-1', now))
    expect(sent.length).toBeLessThanOrEqual(11)
    expect(sent.length).toBeGreaterThanOrEqual(9)
  })

  it('is kept for each call apart', () => {
    const pace = new SummaryPace()
    expect([pace.isDue('a', 0), pace.isDue('b', 0), pace.isDue('a', 100)]).toEqual([true, true, false])
  })
})

import { describe, expect, test } from 'vitest'
import { type CallView, newCall } from '../../../agent-console/src/data/call-view.ts'
import { holdsOf, withHold } from '../../../agent-console/src/data/holds.ts'
import { keptCall } from '../../../agent-console/src/data/kept-call.ts'
import { withHeld } from '../../../agent-console/src/data/outcomes.ts'
import { neighbourMs, timelineOf } from '../../../agent-console/src/data/timeline.ts'
import { NOWHERE } from '../../../server/contracts/floor.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import {
  buildCall,
  buildEvidence,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

const said = (startMs: number, party: 'agent' | 'customer' = 'customer') =>
  buildUtterance({ text: 'one two three', startMs, party, utteranceId: `u-${startMs}` })

function call(change: Partial<CallView>): CallView {
  return { ...newCall(buildCall(), { atMs: 0, at: 0 }), state: 'ended', ...change }
}

describe('the strip of a call', () => {
  test('has what each side said, holds and what was found at their moments', () => {
    const strip = timelineOf(
      call({
        durationMs: 10_000,
        entries: [said(1000), said(2000, 'agent'), said(5000)],
        holds: [{ fromMs: 6000, toMs: 8000 }],
        outcomes: [buildOutcome({ evidence: buildEvidence({ startMs: callMs(5000) }) })],
      }),
      0,
    )
    expect(strip.lengthMs).toBe(10_000)
    expect(strip.spoken.customer.map(({ from }) => from)).toEqual([0.1, 0.5])
    expect(strip.spoken.agent).toHaveLength(1)
    expect(strip.spoken.agent[0]?.width).toBeCloseTo(0.094)
    expect(strip.holds[0]?.from).toBe(0.6)
    expect(strip.holds[0]?.width).toBeCloseTo(0.2)
    expect(strip.marks.map(({ at }) => at)).toEqual([0.5])
  })

  test('has what was held back when somebody wants to see it', () => {
    const held = buildOutcome({ outcomeId: 'held', state: 'held', reason: 'cooldown', atMs: callMs(5000) })
    const kept = call({ durationMs: 10_000, outcomes: [buildOutcome()], held: [held] })
    const ids = (showHeld?: boolean) =>
      timelineOf(kept, 0, showHeld).marks.map(({ outcome }) => outcome.outcomeId)
    expect(ids()).toEqual(['outcome-1'])
    expect(ids(true)).toEqual(['held', 'outcome-1'])
  })

  test('has what was not said where it had still not been said', () => {
    const evidence = buildEvidence({ words: [], utteranceId: null, startMs: callMs(0), condition: 'absence' })
    const outcome = buildOutcome({ evidence, atMs: callMs(4000) })
    expect(timelineOf(call({ durationMs: 10_000, outcomes: [outcome] }), 0).marks[0]?.at).toBe(0.4)
  })

  test('of a live call grows in steps, and a hold goes on', () => {
    const live = { state: 'live', holds: [{ fromMs: 10_000, toMs: null }] } as const
    const at = (atMs: number) => timelineOf(call({ ...live, atMs }), 0)
    expect([1000, 59_000, 61_000, 700_000].map((ms) => at(ms).lengthMs)).toEqual([
      90_000, 90_000, 90_000, 720_000,
    ])
    expect(at(60_000).holds[0]?.width).toBeCloseTo(50 / 90)
  })

  test('joins what follows closely, and stays within itself', () => {
    const strip = timelineOf(
      call({ durationMs: 3_600_000, entries: [said(0), said(1000), said(3_900_000)] }),
      0,
    )
    expect(strip.spoken.customer).toHaveLength(2)
    for (const { from, width } of strip.spoken.customer) expect(from + width).toBeLessThanOrEqual(1)
  })

  test('is walked from utterance to utterance', () => {
    const each = call({ entries: [said(1000), said(5000)] })
    expect(neighbourMs(each, -1, 1)).toBe(1000)
    expect(neighbourMs(each, 1000, 1)).toBe(5000)
    expect(neighbourMs(each, 5000, 1)).toBeNull()
    expect(neighbourMs(each, 5000, -1)).toBe(1000)
  })
})

describe('holds', () => {
  test('begin and end once', () => {
    const held = withHold(withHold([], true, 10), true, 20)
    expect(held).toEqual([{ fromMs: 10, toMs: null }])
    expect(withHold(withHold(held, false, 30), false, 40)).toEqual([{ fromMs: 10, toMs: 30 }])
  })

  test('of a kept call are in its events; one that nobody ended lasts to its end', () => {
    const at = (atMs: number, onHold: boolean) => ({ ...buildUpdate({ onHold }), atMs: callMs(atMs) })
    const events = [
      buildStart(),
      at(1000, true),
      buildUpdate({ agentId: 'x' }),
      at(2000, false),
      at(5000, true),
    ]
    expect(holdsOf(events, 9000)).toEqual([
      { fromMs: 1000, toMs: 2000 },
      { fromMs: 5000, toMs: 9000 },
    ])
    const kept = keptCall({
      ...{
        call: buildCall(),
        place: NOWHERE,
        endedAt: wallMs(0),
        durationMs: 9000,
        endReason: 'completed' as const,
      },
      ...{ utterances: [], events },
      outcomes: [buildOutcome({ state: 'held', reason: 'cooldown' }), buildOutcome({ outcomeId: 'shown' })],
    })
    expect(kept.holds).toHaveLength(2)
    expect(kept.held.map(({ outcomeId }) => outcomeId)).toEqual(['outcome-1'])
    expect(kept.outcomes.map(({ outcomeId }) => outcomeId)).toEqual(['shown'])
  })
})

test('what is held back is known until it is shown', () => {
  const waits = buildOutcome({ state: 'held', reason: 'agent-speaking' })
  const other = buildOutcome({ outcomeId: 'o-2', state: 'held', reason: 'cooldown' })
  const held = [waits, other].reduce(withHeld, [])
  expect(held).toEqual([waits, other])
  expect(withHeld(held, buildOutcome({ state: 'shown' }))).toEqual([other])
  expect(withHeld(held, buildOutcome({ outcomeId: 'o-3' }))).toBe(held)
})

import { describe, expect, it } from 'vitest'
import { CallMeter } from '../../../../server/cli/stream/call-report.ts'
import { readStreamed, type CallEvent } from '../../../../server/cli/stream/event.ts'
import { buildEnd, buildEvidence, buildOutcome, buildUtterance } from '../../../helpers/message-builders.ts'

/** An event as it comes over the wire. */
function wire(message: object): CallEvent {
  const event = readStreamed(JSON.stringify({ ...message, eventSeq: 1 }))?.message
  if (event?.type !== 'utterance' && event?.type !== 'outcome' && event?.type !== 'end') {
    throw new Error('not an event of a call')
  }
  return event
}

/** The recording began at wall time 1,000,000 and plays at its own speed. */
const BEGAN = 1_000_000

function meterOf(): CallMeter {
  return new CallMeter({ callId: 'call-1', saidAt: (callMs) => BEGAN + callMs })
}

describe('CallMeter', () => {
  it('measures from the end of what was said', () => {
    const meter = meterOf()
    const utterance = wire(buildUtterance({ text: 'i want to cancel', startMs: 2000 }))
    // Four words of 320 ms, the last without its pause: it ends at 3,260 ms.
    expect(meter.take({ event: utterance, receivedAt: BEGAN + 4000 }).delayMs).toBe(740)
    const outcome = wire(buildOutcome())
    expect(meter.take({ event: outcome, receivedAt: BEGAN + 5500 }).delayMs).toBe(
      5500 - buildEvidence().endMs,
    )
  })

  it('measures something that was not said from the moment it was missing', () => {
    const absence = wire(buildOutcome({ evidence: buildEvidence({ condition: 'absence' }) }))
    expect(meterOf().take({ event: absence, receivedAt: BEGAN + 5400 }).delayMs).toBe(100)
  })

  it('times a word from its place in the final to its first partial', () => {
    const meter = meterOf()
    const say = (text: string, state: 'partial' | 'final', receivedAt: number): unknown =>
      meter.take({
        event: wire(buildUtterance({ text, state, utteranceId: 'u-1' })),
        receivedAt: BEGAN + receivedAt,
      })
    say('no', 'partial', 500)
    say('no no', 'partial', 900)
    say('no no way', 'partial', 1400)
    // The first `no` ends at 300 ms, the second at 620; `way` became `wait`, which no partial showed.
    say('no no wait', 'final', 3000)
    expect(meter.report().delays.word).toEqual({ count: 2, p50: 200, p95: 280 })
  })

  it('counts finals that say something, and outcomes by state', () => {
    const meter = meterOf()
    const receivedAt = BEGAN + 9000
    for (const event of [
      buildUtterance({ text: 'yes', state: 'partial' }),
      buildUtterance({ text: 'yes' }),
      buildUtterance({ text: '', startMs: 5000 }),
      buildUtterance({ text: 'hello', party: 'agent', startMs: 6000 }),
      buildOutcome(),
      buildOutcome({ state: 'confirmed', reason: 'confirmed-by-final' }),
      buildOutcome({ kind: 'alert', outcomeId: 'other' }),
      buildEnd(),
    ]) {
      meter.take({ event: wire(event), receivedAt })
    }
    expect(meter.report()).toMatchObject({
      callId: 'call-1',
      durationMs: 60_000,
      endReason: 'completed',
      utterances: { agent: 1, customer: 1 },
      outcomes: { 'prompt shown': 1, 'prompt confirmed': 1, 'alert shown': 1 },
      delays: { utterance: { count: 2 }, outcome: { count: 2 } },
    })
  })
})

describe('readStreamed', () => {
  it('keeps fields that it does not know', () => {
    expect(readStreamed(JSON.stringify({ ...buildEnd(), eventSeq: 7, later: 'new' }))).toMatchObject({
      eventSeq: 7,
      message: { type: 'end', later: 'new' },
    })
  })

  it.each(['', 'not json', '[]', '{"type":"of another day"}', '{"type":"end"}'])('passes over %j', (text) => {
    expect(readStreamed(text)).toBeNull()
  })
})

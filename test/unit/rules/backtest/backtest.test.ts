import { describe, expect, it } from 'vitest'
import type { OutcomeFeedback } from '../../../../server/contracts/feedback.ts'
import type { CallRecord } from '../../../../server/contracts/store.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import { backtest, type TrialCall } from '../../../../server/rules/backtest/backtest.ts'
import { compileAlone } from '../../../../server/rules/backtest/rule-alone.ts'
import type { Rule } from '../../../../server/rules/compile/rule.ts'
import { buildRule, saidRule } from '../../../fixtures/rules/build-rule.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'
import { STARTED_AT, buildCall, buildOutcome, buildUtterance } from '../../../helpers/message-builders.ts'
import { NOWHERE } from '../../../../server/contracts/floor.ts'

const HOUR_MS = 3_600_000

/** A call of half an hour in which the customer says these texts at these times. */
function kept(callId: string, said: readonly (readonly [number, string])[]): CallRecord {
  return {
    call: buildCall({ callId }),
    place: NOWHERE,
    endedAt: wallMs(STARTED_AT + HOUR_MS / 2),
    durationMs: HOUR_MS / 2,
    endReason: 'completed',
    utterances: said.map(([startMs, text], index) =>
      buildUtterance({ callId, text, startMs, seq: index + 2, utteranceId: `u${String(index)}` }),
    ),
    events: [],
    outcomes: [],
  }
}

function alone(rule: Rule): ReturnType<typeof compileAlone> {
  return compileAlone({ rule, among: [], phases: undefined })
}

async function* each(calls: readonly (CallRecord | TrialCall)[]): AsyncGenerator<TrialCall> {
  for (const call of calls) yield 'record' in call ? call : { record: call, feedback: [] }
}

function play(options: { draft: Rule; now: Rule | null; calls: readonly (CallRecord | TrialCall)[] }) {
  return backtest({
    ruleId: 'test-rule',
    draft: alone(options.draft),
    now: options.now === null ? null : alone(options.now),
    calls: each(options.calls),
    clock: new ManualClock(0),
  })
}

const CALLS = [
  kept('first', [
    [10_000, 'i want to cancel my contract'],
    [60_000, 'can you cancel the appointment'],
  ]),
  kept('second', [
    [20_000, 'please close my account'],
    [90_000, 'thanks'],
  ]),
]

const WIDE = saidRule(['cancel'])
const NARROW = saidRule(['cancel my contract', 'close my account'])

describe('a draft on kept calls', () => {
  it('is told apart from the rule in force', async () => {
    const report = await play({ draft: WIDE, now: NARROW, calls: CALLS })
    expect(report).toMatchObject({ calls: 2, callHours: 1, count: 2, now: 2, lost: 1, gained: 1 })
    expect(report.perAgentHour).toBe(2)
    expect(report.fired).toEqual([
      { callId: 'first', atMs: expect.any(Number), words: 'cancel', phrase: 'cancel', alsoNow: true },
      { callId: 'first', atMs: expect.any(Number), words: 'cancel', phrase: 'cancel', alsoNow: false },
    ])
    expect(report.fired[1]?.atMs).toBeGreaterThan(60_000)
  })

  it('has nothing to be told apart from when it is new', async () => {
    const report = await play({ draft: NARROW, now: null, calls: CALLS })
    expect(report).toMatchObject({ count: 2, now: 0, lost: 0, gained: 2, precision: null })
  })

  it('is silent without calls', async () => {
    expect(await play({ draft: WIDE, now: NARROW, calls: [] })).toEqual({
      calls: 0,
      callHours: 0,
      ms: 0,
      timesRealTime: 0,
      fired: [],
      count: 0,
      now: 0,
      perAgentHour: 0,
      precision: null,
      lost: 0,
      gained: 0,
    })
  })

  it('hears what is not said, too', async () => {
    const absence = buildRule({
      when: '{ absence: { missing: { speaker: customer, phrases: [thanks] }, within: 1m } }',
    })
    const report = await play({ draft: absence, now: null, calls: CALLS })
    expect(report.fired.map(({ callId, words, phrase }) => [callId, words, phrase])).toEqual([
      ['first', '', 'thanks'],
      ['second', '', 'thanks'],
    ])
  })

  it('is as precise as people said of the same outcomes when they were live', async () => {
    const [record] = CALLS
    if (record === undefined) throw new Error('there are calls')
    const outcomes = [
      buildOutcome({ outcomeId: 'right', rule: 'test-rule@1', atMs: callMs(11_500) }),
      buildOutcome({ outcomeId: 'wrong', rule: 'test-rule@1', atMs: callMs(61_000) }),
      // Where the draft does not fire, and of another rule.
      buildOutcome({ outcomeId: 'gone', rule: 'test-rule@1', atMs: callMs(200_000) }),
      buildOutcome({ outcomeId: 'other', rule: 'other-rule@1', atMs: callMs(61_000) }),
    ].map((outcome) => ({
      ...outcome,
      evidence: { ...outcome.evidence, startMs: outcome.atMs, endMs: callMs(outcome.atMs + 100) },
    }))
    const say = (outcomeId: string, verdict: OutcomeFeedback['verdict'], by = 'a'): OutcomeFeedback => {
      return { outcomeId, rule: 'test-rule@1', verdict, by, role: 'agent', at: wallMs(STARTED_AT) }
    }
    const feedback = [
      say('right', 'used'),
      say('right', 'used', 'b'),
      say('wrong', 'wrong'),
      say('wrong', 'not-now', 'b'),
      say('gone', 'wrong'),
      say('other', 'wrong'),
    ]
    const report = await play({
      draft: WIDE,
      now: null,
      calls: [{ record: { ...record, outcomes }, feedback }],
    })
    expect(report.precision).toBeCloseTo(2 / 3)
  })
})

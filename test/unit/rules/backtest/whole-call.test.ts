import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../../../server/contracts/store.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import { backtest } from '../../../../server/rules/backtest/backtest.ts'
import { compileAlone } from '../../../../server/rules/backtest/rule-alone.ts'
import { placeOf, wholeCall } from '../../../../server/rules/backtest/whole-call.ts'
import { buildRule } from '../../../fixtures/rules/build-rule.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'
import {
  STARTED_AT,
  buildCall,
  buildOutcome,
  buildStart,
  buildUtterance,
} from '../../../helpers/message-builders.ts'
import { NOWHERE } from '../../../../server/contracts/floor.ts'

/** The second leg begins where the first had come to: 40 s. */
const CUT_MS = 40_000

const FIRST: CallRecord = {
  call: buildCall({ callId: 'a', attributes: { queue: 'billing' } }),
  place: NOWHERE,
  endedAt: null,
  durationMs: null,
  endReason: null,
  utterances: [buildUtterance({ callId: 'a', text: 'i want to cancel', startMs: 30_000, utteranceId: 'u1' })],
  events: [],
  outcomes: [buildOutcome({ callId: 'a', outcomeId: 'o1', atMs: callMs(31_000) })],
}

const SECOND: CallRecord = {
  call: buildCall({
    callId: 'a~2',
    startedAt: wallMs(STARTED_AT + 60_000),
  }),
  place: NOWHERE,
  endedAt: wallMs(STARTED_AT + 120_000),
  durationMs: 60_000,
  endReason: 'completed',
  utterances: [
    buildUtterance({
      callId: 'a~2',
      party: 'agent',
      text: 'here is an offer',
      startMs: 15_000,
      utteranceId: 'u2',
    }),
  ],
  // The store keeps what a call goes on with in its first event alone.
  events: [
    {
      ...buildStart(buildCall({ callId: 'a~2', continues: { callId: 'a', atMs: callMs(CUT_MS) } })),
      seq: 1,
    },
    { type: 'update', callId: 'a~2', seq: 3, atMs: callMs(5000), change: { onHold: true } },
  ],
  outcomes: [buildOutcome({ callId: 'a~2', outcomeId: 'o2', atMs: callMs(16_000) })],
}

const store = {
  getCall: (callId: string) =>
    Promise.resolve([FIRST, SECOND].find(({ call }) => call.callId === callId) ?? null),
}

describe('a call that went through a restart', () => {
  it('is whole on the time of its first leg, under the id of its last', async () => {
    const { record, legs } = await wholeCall(store, SECOND)
    expect(legs).toEqual([
      { callId: 'a', fromMs: 0 },
      { callId: 'a~2', fromMs: CUT_MS },
    ])
    expect(record.call).toMatchObject({ callId: 'a~2', startedAt: FIRST.call.startedAt })
    expect(record.durationMs).toBe(100_000)
    expect(record.utterances.map(({ startMs, words }) => [startMs, words[0]?.startMs])).toEqual([
      [30_000, 30_000],
      [55_000, 55_000],
    ])
    expect(record.events.map(({ atMs }) => atMs)).toEqual([45_000])
    expect(record.outcomes.map(({ atMs }) => atMs)).toEqual([31_000, 56_000])
  })

  it('is as it is kept where nothing cut it, or where the leg before is gone', async () => {
    expect(await wholeCall(store, FIRST)).toEqual({ record: FIRST, legs: [{ callId: 'a', fromMs: 0 }] })
    const alone = await wholeCall({ getCall: () => Promise.resolve(null) }, SECOND)
    expect(alone).toEqual({ record: SECOND, legs: [{ callId: 'a~2', fromMs: 0 }] })
  })

  it('names the leg and its own time for each moment', () => {
    const legs = [
      { callId: 'a', fromMs: 0 },
      { callId: 'a~2', fromMs: CUT_MS },
    ]
    expect(placeOf(legs, CUT_MS - 1)).toEqual({ callId: 'a', atMs: CUT_MS - 1 })
    expect(placeOf(legs, CUT_MS)).toEqual({ callId: 'a~2', atMs: 0 })
    expect(placeOf([], 5)).toBeNull()
  })

  it('lets a rule see in a backtest what was said before the restart', async () => {
    const rule = buildRule({
      when: `{ sequence: { of: [{ said: { speaker: customer, phrases: [cancel] } }, { said: { speaker: agent, phrases: [offer] } }], within: 60s } }`,
    })
    const tried = async (calls: readonly CallRecord[]) =>
      backtest({
        ruleId: rule.ref.id,
        draft: compileAlone({ rule, among: [], phases: undefined }),
        now: null,
        calls: (async function* () {
          for (const call of calls) yield { ...(await wholeCall(store, call)), feedback: [] }
        })(),
        clock: new ManualClock(0),
      })
    const report = await tried([SECOND])
    expect(report.count).toBe(1)
    expect(report.fired[0]).toMatchObject({ callId: 'a~2', words: 'offer' })
    expect(report.fired[0]?.atMs).toBeLessThan(20_000)
  })
})

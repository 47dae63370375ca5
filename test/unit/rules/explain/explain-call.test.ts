import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../../../server/contracts/store.ts'
import { callMs } from '../../../../server/contracts/time.ts'
import type { CallUpdate } from '../../../../server/contracts/transcript.ts'
import { compileRules } from '../../../../server/rules/compile/compile.ts'
import { explainCall, explaining } from '../../../../server/rules/explain/explain-call.ts'
import type { Explanation, NearestMiss } from '../../../../server/contracts/explanation.ts'
import { buildRule } from '../../../fixtures/rules/build-rule.ts'
import { keptCall, type KeptCallParts } from '../../../helpers/kept-call.ts'
import { buildOutcome } from '../../../helpers/message-builders.ts'

function explain(when: string, call: KeptCallParts | CallRecord): Explanation {
  const set = compileRules({ rules: [buildRule({ when })], hash: 'test' })
  return explainCall({ set, ruleId: 'test-rule', record: 'call' in call ? call : keptCall(call) })
}

function missOf(when: string, call: KeptCallParts): NearestMiss {
  const { nearestMiss, firings } = explain(when, call)
  expect(firings.filter(({ state }) => state === 'confirmed')).toEqual([])
  if (nearestMiss === null) throw new Error('a rule that did not fire has a nearest miss')
  return nearestMiss
}

function detailsOf(when: string, call: KeptCallParts): readonly string[] {
  return missOf(when, call).lacks.map(({ detail }) => detail)
}

function update(seq: number, atMs: number, change: CallUpdate['change']): CallUpdate {
  return { type: 'update', callId: 'call-1', seq, atMs: callMs(atMs), change }
}

const SAID = '{ said: { speaker: agent, phrases: [put you on hold] } }'

describe('a rule that fired', () => {
  const call: KeptCallParts = {
    said: [
      [5000, 'customer', 'my page is slow'],
      [10_000, 'agent', 'let me put you on hold'],
    ],
    attributes: { queue: 'billing' },
  }
  const when = `{ all: [ ${SAID}, { attribute: { key: queue, is: [billing] } } ] }`

  it('is told with what each condition did, and without a miss', () => {
    const { firings, conditions, nearestMiss, outcomes } = explain(when, call)
    expect(nearestMiss).toBeNull()
    expect(outcomes).toEqual([])
    expect(firings).toMatchObject([{ state: 'confirmed' }])
    expect(firings[0]?.parts.map(({ phrase }) => phrase)).toEqual(['put you on hold', 'queue is billing'])
    expect(conditions.map(({ depth, asks }) => [depth, asks])).toEqual([
      [0, 'all'],
      [1, 'said by agent: “put you on hold”'],
      [1, 'attribute: queue is billing'],
    ])
    expect(conditions[1]).toMatchObject({
      happened: [{ atMs: 11_900, words: 'put you on hold', speaker: 'agent', score: 1 }],
      heldThen: null,
    })
    expect(conditions[2]?.held).toEqual([{ fromMs: 0, toMs: null }])
  })

  it('says why nobody was told', () => {
    const record = keptCall(call)
    const outcomes = [
      buildOutcome({ outcomeId: 'a', rule: 'test-rule@1', state: 'held', reason: 'cooldown' }),
      buildOutcome({ outcomeId: 'b', rule: 'test-rule@2', state: 'confirmed', reason: 'confirmed-by-final' }),
      buildOutcome({ outcomeId: 'c', rule: 'other@1', state: 'held', reason: 'no-agent' }),
    ]
    expect(explain(when, { ...record, outcomes }).outcomes).toMatchObject([
      { outcomeId: 'a', heldBecause: expect.stringContaining('cooldown') },
      { outcomeId: 'b', heldBecause: null },
    ])
  })
})

describe('the nearest miss of words', () => {
  it('is a word that was misheard, with how alike it sounds', () => {
    const [lack] = missOf(SAID, { said: [[72_000, 'agent', 'i will put you on cold now']] }).lacks
    expect(lack?.detail).toMatch(
      /^heard “put you on cold” at 1:12\.6, “put you on hold” was asked for: similarity 0\.\d\d, one word differs$/,
    )
    expect(lack?.nearest).toMatchObject({ heard: 'put you on cold', differ: 1, party: 'agent' })
    expect(lack?.nearest?.similarity).toBeGreaterThan(0.75)
  })

  it('counts words that are missing or too many', () => {
    const missing = missOf(SAID, { said: [[1000, 'agent', 'i put you hold']] }).lacks[0]?.nearest
    expect(missing).toMatchObject({ heard: 'put you hold', similarity: 0.75, differ: 1 })
    const more = missOf(SAID, { said: [[1000, 'agent', 'i put you just on hold']] }).lacks[0]?.nearest
    expect(more).toMatchObject({ heard: 'put you just on hold', similarity: 0.8, differ: 1 })
  })

  it('is found in every way to say a phrase, over a short pause', () => {
    const when = '{ said: { speaker: customer, phrases: [(cancel|close) my (account|contract) <date>?] } }'
    const said: KeptCallParts['said'] = [
      [1000, 'customer', 'please close'],
      [2500, 'customer', 'the contract next week'],
    ]
    expect(missOf(when, { said }).lacks[0]?.nearest).toMatchObject({
      heard: 'close the contract next week',
      asked: 'close my contract next week',
      differ: 1,
    })
  })

  it('is the other party, when that said it', () => {
    expect(detailsOf(SAID, { said: [[5000, 'customer', 'you put you on hold']] })).toEqual([
      '“put you on hold” was said at 0:05.3 by the customer, the agent was asked for',
    ])
  })

  it('is how sure the recogniser was', () => {
    const when = '{ said: { speaker: agent, phrases: [put you on hold], confidence: 0.95 } }'
    expect(detailsOf(when, { said: [[5000, 'agent', 'put you on hold']] })).toEqual([
      '“put you on hold” was said at 0:05.0, but the recogniser was sure to 0.90, asked for 0.95',
    ])
  })

  it('is nothing where nothing is like it', () => {
    expect(detailsOf(SAID, { said: [[5000, 'agent', 'good morning']] })).toEqual([
      'nothing like it was said by the agent',
    ])
  })

  it('is what was not near', () => {
    const when = '{ near: { speaker: customer, phrases: [refund], to: [yesterday], words: 3 } }'
    const said: KeptCallParts['said'] = [[5000, 'customer', 'the refund i asked for was promised yesterday']]
    expect(detailsOf(when, { said })).toEqual([
      '“refund” was said at 0:05.3, but none of what must be near, within 3 words: “yesterday” came at 0:07.2',
    ])
  })
})

describe('the nearest miss of time', () => {
  const steps = (within: string): string =>
    `{ sequence: { within: ${within}, of: [ ${SAID}, { said: { speaker: customer, phrases: [are you there] } } ] } }`

  it('is how late a step came', () => {
    const said: KeptCallParts['said'] = [
      [10_000, 'agent', 'put you on hold'],
      [45_000, 'customer', 'are you there'],
    ]
    const [lack] = missOf(steps('30s'), { said }).lacks
    expect(lack).toMatchObject({ lateMs: 4680 })
    expect(lack?.detail).toBe('step 2 came at 0:45.9, 4.7 s after the 30 s')
  })

  it('is the step that never came, by its own words', () => {
    expect(detailsOf(steps('30s'), { said: [[10_000, 'agent', 'put you on hold']] })).toEqual([
      'nothing like it was said by the customer',
    ])
  })

  it('is what was said in time, where it should be missing', () => {
    const when =
      '{ absence: { after: { speaker: agent, phrases: [on hold] }, missing: { speaker: agent, phrases: [thank you] }, within: 60s } }'
    const said: KeptCallParts['said'] = [
      [10_000, 'agent', 'on hold'],
      [40_620, 'agent', 'thank you'],
    ]
    expect(detailsOf(when, { said })).toEqual(['“thank you” was said at 0:40.6, 30.0 s into the 1 min'])
    const short: KeptCallParts = { said: said.slice(0, 1), durationMs: 50_620 }
    expect(detailsOf(when, short)).toEqual(['the call was over 20.0 s before the 1 min were'])
  })

  it('is how often it happened, of how often it should', () => {
    const when = `{ count: { of: ${SAID}, times: 3 } }`
    const said: KeptCallParts['said'] = [
      [10_000, 'agent', 'put you on hold'],
      [40_000, 'agent', 'put you on hold'],
    ]
    expect(missOf(when, { said })).toMatchObject({
      atMs: 41_260,
      lacks: [{ detail: 'happened 2 of 3 times, at 0:11.2, 0:41.2' }],
    })
  })

  it('is by how much the first of the call was over', () => {
    const when = `{ all: [ ${SAID}, { call-time: { first: 30s } } ] }`
    const [lack] = missOf(when, { said: [[34_000, 'agent', 'put you on hold']] }).lacks
    expect(lack).toMatchObject({ detail: '5.3 s after the first 30 s', lateMs: 5260 })
  })
})

describe('the nearest miss of states', () => {
  it('is the measure that came nearest to the bound', () => {
    const when = '{ talk-ratio: { speaker: agent, above: 0.8, after: 2s } }'
    const said: KeptCallParts['said'] = [
      [1000, 'agent', 'one two three four five six'],
      [5000, 'customer', 'one two'],
      [8000, 'customer', 'one two three four'],
    ]
    const [lack] = missOf(when, { said }).lacks
    expect(lack?.measured?.nearest?.value).toBeCloseTo(0.75)
    expect(lack?.measured?.then).toBeCloseTo(0.5)
    expect(lack?.detail).toBe('0.50 then, at best 0.75 at 0:05.6; asked above 0.8')
  })

  it('is the longest hold, which the call must be kept with', () => {
    const when = '{ hold: { for: 60s } }'
    const events = [update(5, 10_000, { onHold: true }), update(6, 55_000, { onHold: false })]
    expect(detailsOf(when, { events })).toEqual(['0.0 s then, at best 45.0 s at 0:55.0; asked for 1 min'])
    expect(explain(when, keptCall({ events: events.slice(0, 1) })).firings).toHaveLength(1)
  })

  it('is what an attribute was at that moment, though it came later', () => {
    const when = `{ all: [ ${SAID}, { attribute: { key: queue, is: [billing] } } ] }`
    const said: KeptCallParts['said'] = [[10_000, 'agent', 'put you on hold']]
    const began = { type: 'start', callId: 'call-1', seq: 1, atMs: callMs(0) } as const
    const call = keptCall().call
    const events = [{ ...began, call: { ...call, attributes: { queue: 'sales' } } }]
    expect(detailsOf(when, { said, events })).toEqual(['queue was “sales” then'])
    const { firings } = explain(
      when,
      keptCall({ said, events: [...events, update(9, 20_000, { attributes: { queue: 'billing' } })] }),
    )
    expect(firings.map(({ parts }) => parts[0]?.condition)).toEqual(['attribute'])
  })

  it('is what a "not" should not have heard', () => {
    const when = `{ all: [ ${SAID}, { not: { said: { speaker: agent, phrases: [one moment] } } } ] }`
    const said: KeptCallParts['said'] = [
      [5000, 'agent', 'one moment'],
      [10_000, 'agent', 'put you on hold'],
    ]
    const miss = missOf(when, { said })
    expect(miss).toMatchObject({ held: 0.5, lacks: [{ detail: '“one moment” was said at 0:05.6' }] })
    const { conditions } = explain(when, keptCall({ said }))
    expect(conditions.map(({ heldThen }) => heldThen)).toEqual([false, true, false, true])
  })
})

describe('a call that goes on', () => {
  const set = (when: string): ReturnType<typeof compileRules> =>
    compileRules({ rules: [buildRule({ when })], hash: 'test' })
  const kept = keptCall({ said: [[10_000, 'agent', 'let me put you on hold']], durationMs: 20_000 })
  const record: CallRecord = { ...kept, durationMs: null, endedAt: null, endReason: null }

  it('is judged as far as it is, and has no end yet', () => {
    const when = `{ last: { time: 30s, of: ${SAID} } }`
    const live = explainCall({ set: set(when), ruleId: 'test-rule', record, liveAtMs: 20_000 })
    expect(live).toMatchObject({ isLive: true, durationMs: 20_000, firings: [] })
    expect(live.nearestMiss?.lacks.map(({ detail }) => detail)).toEqual([
      'is known only when the call is over',
    ])
    const over = explainCall({
      set: set(when),
      ruleId: 'test-rule',
      record: kept,
    })
    expect(over).toMatchObject({ isLive: false, firings: [{ state: 'confirmed' }] })
  })

  it('is told the same in slices as at once', () => {
    const options = { set: set(SAID), ruleId: 'test-rule', record, liveAtMs: 20_000 }
    const work = explaining(options)
    let pauses = 0
    let step = work.next()
    for (; step.done !== true; step = work.next()) pauses += 1
    expect(step.value).toEqual(explainCall(options))
    expect(pauses).toBeGreaterThan(20)
  })
})

it('finds the nearest words also where a party has spoken without a pause for long', () => {
  const line = 'so as i was saying it goes on and on and on and on'
  const said = Array.from({ length: 80 }, (_, index) => [index * 5000, 'agent', line] as const)
  const missed = [80 * 5000, 'agent', 'i will put you on cold now'] as const
  const call = keptCall({ said: [...said, missed], durationMs: 500_000 })
  const { nearestMiss } = explain(SAID, call)
  expect(nearestMiss?.lacks[0]?.nearest).toMatchObject({ heard: 'put you on cold', differ: 1 })
})

import { describe, expect, it } from 'vitest'
import type { CountableCall, CountableOutcome, RuleTally } from '../../../../server/contracts/kept-figures.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import { DelaySketch } from '../../../../server/figures/count/delay-sketch.ts'
import { StretchTally } from '../../../../server/figures/count/stretch-tally.ts'
import { STARTED_AT } from '../../../helpers/message-builders.ts'

const RED = { site: 'leeds', team: 'red' }
const MEASURED = { network: 10, settle: 300, recognise: 40, rules: 1, actions: 2, deliver: 8 }

function outcome(change: Partial<CountableOutcome> = {}): CountableOutcome {
  return {
    outcomeId: 'o-1',
    callId: 'call-1',
    ruleId: 'cancel-risk',
    kind: 'prompt',
    state: 'shown',
    reason: 'matched',
    latencyMs: MEASURED,
    atMs: callMs(5300),
    createdAt: wallMs(STARTED_AT),
    place: RED,
    verdicts: [],
    ...change,
  }
}

function call(change: Partial<CountableCall> = {}): CountableCall {
  return {
    callId: 'call-1',
    startedAt: wallMs(STARTED_AT),
    place: RED,
    durationMs: 60_000,
    spokenMs: 0,
    agentFromMs: callMs(0),
    ...change,
  }
}

const SEEN = { latencyMs: { ...MEASURED, paint: 20 } }
const NOTHING = {
  ...{ prompts: 0, promptsSeen: 0, usedOfSeen: 0, alerts: 0, alertsSeen: 0, held: {} },
  ...{ confirmed: 0, retracted: 0, used: 0, notNow: 0, wrong: 0 },
}

function counted(...outcomes: readonly CountableOutcome[]): Partial<RuleTally> {
  const tally = new StretchTally()
  for (const each of outcomes) tally.addOutcome(each)
  const { ruleId: _, ...counts } = tally.places()[0]?.rules[0] ?? { ruleId: '' }
  return counts
}

describe('an outcome counts', () => {
  const agent = { role: 'agent' } as const
  const boss = { role: 'supervisor' } as const
  it.each<[string, Partial<CountableOutcome>, Partial<RuleTally>]>([
    ['shown, and not painted by anybody', {}, { prompts: 1 }],
    ['seen once it was painted', SEEN, { prompts: 1, promptsSeen: 1 }],
    ['as confirmed', { state: 'confirmed', ...SEEN }, { prompts: 1, promptsSeen: 1, confirmed: 1 }],
    [
      'as shown, also when it was withdrawn',
      { state: 'retracted', ...SEEN },
      { prompts: 1, promptsSeen: 1, retracted: 1 },
    ],
    [
      'as held by its reason, and not as shown',
      { state: 'held', reason: 'cooldown' },
      { held: { cooldown: 1 } },
    ],
    ['as an alert', { kind: 'alert', ...SEEN }, { alerts: 1, alertsSeen: 1 }],
    [
      'as used of those seen when its agent said so',
      { ...SEEN, verdicts: [{ ...agent, verdict: 'used' }] },
      { prompts: 1, promptsSeen: 1, usedOfSeen: 1, used: 1 },
    ],
    [
      'a verdict, but nothing used of what was not seen',
      { verdicts: [{ ...agent, verdict: 'used' }] },
      { prompts: 1, used: 1 },
    ],
    [
      'every person’s verdict, of which the agent’s alone says that it was used',
      {
        ...SEEN,
        verdicts: [
          { ...agent, verdict: 'not-now' },
          { ...boss, verdict: 'used' },
          { ...boss, verdict: 'wrong' },
        ],
      },
      { prompts: 1, promptsSeen: 1, used: 1, notNow: 1, wrong: 1 },
    ],
    [
      'a verdict on what was held',
      { state: 'held', reason: 'rule-in-shadow', verdicts: [{ ...boss, verdict: 'used' }] },
      { held: { 'rule-in-shadow': 1 }, used: 1 },
    ],
  ])('%s', (_, change, wanted) => {
    expect(counted(outcome(change))).toEqual({ ...NOTHING, ...wanted })
  })

  it('with what else its rule made in the same place', () => {
    const held = outcome({ state: 'held', reason: 'cooldown' })
    expect(counted(outcome(), outcome(SEEN), held, held, outcome({ kind: 'alert' }))).toEqual({
      ...NOTHING,
      ...{ prompts: 2, promptsSeen: 1, alerts: 1, held: { cooldown: 2 } },
    })
  })

  it('for its own place, a place that nobody names among them', () => {
    const tally = new StretchTally()
    for (const place of [RED, { site: 'leeds', team: null }, { site: null, team: null }, RED]) {
      tally.addOutcome(outcome({ place }))
    }
    expect(tally.places().map(({ place, rules }) => [place.site, place.team, rules[0]?.prompts])).toEqual([
      ['leeds', 'red', 2],
      ['leeds', null, 1],
      [null, null, 1],
    ])
  })
})

describe('delays', () => {
  const sketched = (...outcomes: readonly CountableOutcome[]): Record<string, number> => {
    const tally = new StretchTally()
    for (const each of outcomes) tally.addOutcome(each)
    const { delays = {} } = tally.places()[0] ?? {}
    return Object.fromEntries(
      Object.entries(delays).map(([name, parts]) => {
        const sketch = new DelaySketch()
        sketch.merge(parts)
        return [name, sketch.n]
      }),
    )
  }

  it('are counted by stage, and from word to painted where each stage is known', () => {
    const all = { network: 2, settle: 2, recognise: 2, rules: 2, actions: 2, deliver: 2 }
    expect(sketched(outcome(), outcome(SEEN))).toEqual({ ...all, paint: 1, total: 1 })
    // Made by a tick, or written by a person: there is no word to measure from.
    expect(sketched(outcome({ latencyMs: { deliver: 3, paint: 9 } }))).toEqual({ deliver: 1, paint: 1 })
  })

  it('of what was held are nobody’s', () => {
    expect(sketched(outcome({ state: 'held', reason: 'cooldown' }))).toEqual({})
  })
})

describe('a call counts', () => {
  const LIVE = { now: wallMs(STARTED_AT + 90_000), since: wallMs(STARTED_AT - 1000) }
  it.each<[string, Partial<CountableCall>, number, number, boolean]>([
    ['as long as it was', {}, 60_000, 60_000, false],
    ['for its agent from when there was one', { agentFromMs: callMs(15_000) }, 60_000, 45_000, false],
    ['for no agent where there was none', { agentFromMs: null }, 60_000, 0, false],
    ['until now while it lives', { durationMs: null, spokenMs: 5000 }, 90_000, 90_000, true],
    [
      'until its last word when its process died in it',
      { durationMs: null, spokenMs: 5000, startedAt: wallMs(STARTED_AT - 2000) },
      5000,
      5000,
      false,
    ],
    [
      'nothing before it began, whatever the clocks say',
      { durationMs: null, startedAt: wallMs(STARTED_AT + 95_000) },
      0,
      0,
      true,
    ],
    ['no time below zero', { agentFromMs: callMs(70_000) }, 60_000, 0, false],
  ])('%s', (_, change, callsMs, agentMs, hasLiveCalls) => {
    const tally = new StretchTally()
    tally.addCall(call(change), LIVE)
    expect(tally.places()[0]).toMatchObject({ callMs: callsMs, agentMs })
    expect(tally.hasLiveCalls).toBe(hasLiveCalls)
  })
})

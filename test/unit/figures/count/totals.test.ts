import { describe, expect, it } from 'vitest'
import type { RuleTally } from '../../../../server/contracts/kept-figures.ts'
import { isAskedFor } from '../../../../server/figures/count/in-filter.ts'
import { DelaySketch } from '../../../../server/figures/count/delay-sketch.ts'
import { Totals } from '../../../../server/figures/count/totals.ts'

const HOUR_MS = 3_600_000

function tally(change: Partial<RuleTally> = {}): RuleTally {
  return {
    ruleId: 'cancel-risk',
    ...{ prompts: 10, promptsSeen: 8, usedOfSeen: 2, alerts: 2, alertsSeen: 1 },
    ...{ held: { cooldown: 3, 'no-agent': 1 }, confirmed: 6, retracted: 3, used: 3, notNow: 4, wrong: 1 },
    ...change,
  }
}

function delays(...values: readonly number[]): readonly number[] {
  const sketch = new DelaySketch()
  for (const ms of values) sketch.add(ms)
  return sketch.parts
}

const NO_DELAY = { n: 0, p50: null, p95: null, p99: null }

describe('figures', () => {
  it('are sums, and shares of sums', () => {
    const totals = new Totals()
    const place = { callMs: HOUR_MS, agentMs: HOUR_MS / 2, delays: { total: delays(400), paint: delays(20) } }
    totals.add({ places: [place], rules: [tally(), tally({ ruleId: 'upsell' })] })
    totals.add({ places: [{ ...place, delays: { total: delays(800) } }], rules: [tally()] })
    const { wordToPainted, stages, ...figures } = totals.figures()
    expect(figures).toEqual({
      agentHours: 1,
      prompts: 30,
      promptsPerAgentHour: 30,
      seen: 24,
      usedOfSeen: 6,
      seenToUsed: 0.25,
      alerts: 6,
      alertsSeen: 3,
      used: 9,
      notNow: 12,
      wrong: 3,
      wrongShare: 0.125,
      retracted: 9,
      retractedShare: 0.25,
      held: 12,
    })
    expect(wordToPainted.n).toBe(2)
    expect(wordToPainted.p50).toBeCloseTo(400, -1.3)
    expect(stages.paint.n).toBe(1)
    expect(stages.wait).toEqual(NO_DELAY)
    expect(totals.callMs).toBe(2 * HOUR_MS)
  })

  it('take percentiles from merged histograms: the mean of two days’ would say otherwise', () => {
    const totals = new Totals()
    const quick = Array.from({ length: 98 }, () => 100)
    totals.add({ places: [{ callMs: 0, agentMs: 0, delays: { total: delays(...quick) } }], rules: [] })
    totals.add({ places: [{ callMs: 0, agentMs: 0, delays: { total: delays(9000, 9000) } }], rules: [] })
    const { p50, p95, p99 } = totals.figures().wordToPainted
    expect([p50, p95].map((ms) => Math.round((ms ?? 0) / 100))).toEqual([1, 1])
    expect(Math.round((p99 ?? 0) / 1000)).toBe(9)
  })

  it('claim no share of nothing', () => {
    expect(new Totals().figures()).toMatchObject({
      ...{ prompts: 0, promptsPerAgentHour: null, seenToUsed: null, wrongShare: null, retractedShare: null },
      wordToPainted: NO_DELAY,
    })
  })
})

describe('rules', () => {
  it('come with how right they are and between what bounds, the most often shown first', () => {
    const totals = new Totals()
    totals.add({
      places: [],
      rules: [
        tally({ ruleId: 'seldom', prompts: 1, alerts: 0 }),
        tally({ ruleId: 'silent', prompts: 0, alerts: 0, used: 0, wrong: 0 }),
        tally(),
      ],
    })
    const rules = totals.honesty(new Map([['cancel-risk', 'Customer wants to cancel']]))
    expect(rules.map(({ ruleId }) => ruleId)).toEqual(['cancel-risk', 'seldom', 'silent'])
    expect(rules[0]).toMatchObject({
      title: 'Customer wants to cancel',
      ...{ fired: 16, shown: 12, held: 4, retracted: 3, seen: 9, used: 3, wrong: 1, precision: 0.75 },
    })
    expect(rules[0]?.precisionRange?.map((bound) => Math.round(bound * 1000))).toEqual([301, 954])
    expect(rules[2]).toMatchObject({ title: 'silent', precision: null, precisionRange: null, shown: 0 })
  })

  it('are counted for those who write them, by id and with the reasons', () => {
    const totals = new Totals()
    totals.add({ places: [], rules: [tally({ ruleId: 'b' }), tally({ ruleId: 'a', held: {} })] })
    totals.add({ places: [], rules: [tally({ ruleId: 'b', held: { cooldown: 2, demoted: 1 } })] })
    expect(totals.counts()).toEqual([
      {
        ...{ ruleId: 'a', fired: 12, held: {}, confirmed: 6, retracted: 3, seen: 9 },
        ...{ used: 3, notNow: 4, wrong: 1 },
      },
      {
        ...{ ruleId: 'b', fired: 31, held: { cooldown: 5, 'no-agent': 1, demoted: 1 }, confirmed: 12 },
        ...{ retracted: 6, seen: 18, used: 6, notNow: 8, wrong: 2 },
      },
    ])
  })
})

describe('a place', () => {
  const scope = { sites: ['leeds'], teams: ['blue'] }
  it.each([
    [{ site: 'leeds', team: 'red' }, {}, true],
    [{ site: 'leeds', team: 'red' }, { site: 'leeds', team: 'red' }, true],
    [{ site: 'leeds', team: 'red' }, { team: 'blue' }, false],
    [{ site: null, team: 'red' }, { site: '' }, true],
    [{ site: 'leeds', team: 'red' }, { site: '' }, false],
    [{ site: 'leeds', team: 'red' }, { scope }, true],
    [{ site: 'york', team: 'blue' }, { scope }, true],
    [{ site: 'york', team: 'red' }, { scope }, false],
    [{ site: null, team: null }, { scope }, false],
    [{ site: 'leeds', team: 'red' }, { scope, team: 'blue' }, false],
  ])('%o is asked for by %o: %s', (place, filter, wanted) => {
    expect(isAskedFor(place, filter)).toBe(wanted)
  })
})

import { dayText } from '../../../agent-console/src/data/format.ts'
import { describe, expect, it } from 'vitest'
import { chartSentence } from '../../../agent-console/src/data/chart-line.ts'
import { figuresCharts } from '../../../agent-console/src/data/figures-charts.ts'
import { isFiguresReport } from '../../../agent-console/src/data/figures-forms.ts'
import {
  figuresPlaceFrom,
  figuresQuery,
  figuresSearch,
  PERIODS,
} from '../../../agent-console/src/data/figures-place.ts'
import { firstOrder, orderedRules, ruleTitle } from '../../../agent-console/src/data/figures-rules.ts'
import {
  delayText,
  figureTiles,
  precisionText,
  rateText,
} from '../../../agent-console/src/data/figures-words.ts'
import type { FiguresReport, RuleHonesty } from '../../../server/contracts/figures.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { Totals } from '../../../server/figures/count/totals.ts'
import { STARTED_AT } from '../../helpers/message-builders.ts'

const NONE = new Totals().figures()
const DAY_MS = 86_400_000

const SOME: FiguresReport['all'] = {
  ...NONE,
  ...{ agentHours: 286.6, prompts: 1204, promptsPerAgentHour: 4.2, seen: 1150, usedOfSeen: 403 },
  ...{ seenToUsed: 0.35, used: 500, notNow: 90, wrong: 10, wrongShare: 10 / 600, held: 77 },
  ...{ alerts: 96, retracted: 13, retractedShare: 0.01 },
  wordToPainted: { n: 1100, p50: 620, p95: 1433, p99: 12_340 },
}

describe('tiles', () => {
  it('say each figure with what it is made of, what nobody saw among it', () => {
    const tiles = figureTiles(SOME).map(({ name, value, about }) =>
      [name, value, ...about].join(' ').replaceAll('\u00a0', ' '),
    )
    expect(tiles).toEqual([
      'Prompts per agent-hour 4.2 1,204 prompts in 286.6 hours on calls.',
      'Seen to used 35 % 403 of 1,150 that agents saw. 54 shown and painted on no screen.',
      'Called wrong 2 % 10 of 600 verdicts. 500 used or useful, 90 not now.',
      'Word to painted 620 ms Half come sooner; 95 % within 1.43 s, 99 % within 12.3 s. Measured 1,100 times.',
      'Withdrawn 1 % 13 of 1,300 prompts and alerts. 77 held back before anybody saw them.',
    ])
  })

  it('say in words what there is nothing of', () => {
    expect(figureTiles(NONE).map(({ value, about }) => [value, about[0]])).toEqual([
      ['–', 'No agent was on a call.'],
      ['–', 'No prompt was shown.'],
      ['–', 'Nobody has said anything of what was shown.'],
      ['–', 'Not measured: nothing that words caused was painted.'],
      ['–', 'Nothing was shown.'],
    ])
    const unseen = { ...NONE, prompts: 1, agentHours: 0.5, promptsPerAgentHour: 2 }
    expect(figureTiles(unseen).map(({ about }) => about[0])).toContain('1 prompt in 30 minutes on calls.')
    expect(figureTiles(unseen)[1]?.about).toEqual([
      'No browser said that it painted one.',
      '1 shown and painted on no screen.',
    ])
  })

  it.each([
    [null, '–'],
    [0, '<1 ms'],
    [999.4, '999 ms'],
    [1000, '1.00 s'],
    [12_345, '12.3 s'],
  ])('a delay of %s is %s', (ms, text) => {
    expect(delayText(ms).replace('\u00a0', ' ')).toBe(text)
  })

  it.each([
    [null, '–'],
    [0, '0'],
    [4, '4'],
    [4.25, '4.3'],
    [123.4, '123'],
  ])('a rate of %s is %s', (rate, text) => {
    expect(rateText(rate)).toBe(text)
  })
})

function rule(change: Partial<RuleHonesty>): RuleHonesty {
  return {
    ...{ ruleId: 'a', title: 'A', fired: 1, shown: 1, held: 0, retracted: 0, seen: 1 },
    ...{ used: 0, notNow: 0, wrong: 0, precision: null, precisionRange: null },
    ...change,
  }
}

describe('rules', () => {
  const rules = [
    rule({ ruleId: 'b', title: 'B', shown: 5, precision: 0.9 }),
    rule({ ruleId: 'a', title: 'A', shown: 5 }),
    rule({ ruleId: 'c', title: 'C', shown: 7, precision: 0.2 }),
  ]
  const ids = (by: Parameters<typeof firstOrder>[0], descending = firstOrder(by).descending) =>
    orderedRules(rules, { by, descending }).map(({ ruleId }) => ruleId)

  it('are put in order, those of which nothing is known last, either way', () => {
    expect(ids('shown')).toEqual(['c', 'a', 'b'])
    expect(ids('shown', false)).toEqual(['a', 'b', 'c'])
    expect(ids('title')).toEqual(['a', 'b', 'c'])
    expect(ids('precision')).toEqual(['c', 'b', 'a'])
    expect(ids('precision', true)).toEqual(['b', 'c', 'a'])
  })

  it('say how right they are, and between what bounds', () => {
    expect(precisionText(0.75, [0.301, 0.954])).toBe('75 % (30–95)')
    expect(precisionText(null, null)).toBe('–')
  })

  it('are named, people’s own lines too', () => {
    expect(ruleTitle(rule({ ruleId: 'whisper', title: 'whisper' }))).toBe('Lines from supervisors')
    expect(ruleTitle(rule({ ruleId: 'issue.i-7', title: 'issue.i-7' }))).toBe('Line of a digital team: i-7')
    expect(ruleTitle(rule({ title: 'Wants to cancel' }))).toBe('Wants to cancel')
  })
})

describe('the address', () => {
  it('is read as it is written', () => {
    for (const period of PERIODS) {
      const place = { period, site: period === 'today' ? null : 'leeds', team: '' }
      expect(figuresPlaceFrom(figuresSearch(place))).toEqual(place)
    }
    expect(figuresPlaceFrom('?period=year')).toEqual({ period: '7-days', site: null, team: null })
  })

  it('asks for whole days or weeks until now', () => {
    const place = { site: null, team: '' }
    const ask = (period: (typeof PERIODS)[number]): unknown =>
      Object.fromEntries(figuresQuery({ ...place, period }, STARTED_AT + 0.5))
    const to = String(STARTED_AT)
    expect(ask('today')).toEqual({ from: to, to, step: 'day', team: '' })
    expect(ask('7-days')).toEqual({ from: String(STARTED_AT - 6 * DAY_MS), to, step: 'day', team: '' })
    expect(ask('12-weeks')).toEqual({ from: String(STARTED_AT - 77 * DAY_MS), to, step: 'week', team: '' })
  })
})

describe('charts', () => {
  const at = (day: number) => wallMs(STARTED_AT + day * DAY_MS)

  it('are none of one day alone, and leave out what is not known', () => {
    expect(figuresCharts({ points: [{ ...SOME, at: at(0) }] })).toEqual([])
    const charts = figuresCharts({
      points: [
        { ...SOME, at: at(0) },
        { ...NONE, at: at(1) },
        { ...SOME, at: at(2), promptsPerAgentHour: 8 },
      ],
    })
    expect(charts.map(({ data }) => data.lines.map(({ values }) => values))).toEqual([
      [[4.2, null, 8]],
      [
        [0.35, null, 0.35],
        [10 / 600, null, 10 / 600],
        [0.01, null, 0.01],
      ],
      [
        [620, null, 620],
        [1433, null, 1433],
        [12_340, null, 12_340],
      ],
    ])
    const [prompts] = charts
    expect(prompts === undefined ? '' : chartSentence(prompts.data, prompts.unit)).toBe(
      'Prompts: from 4.2 to 8, at most 8.',
    )
  })

  it('say in words when there is nothing', () => {
    expect(chartSentence({ times: [], lines: [] }, String)).toBe('Nothing to show.')
    const line = { name: 'A', ink: 'first', shape: 'line', values: [null] } as const
    expect(chartSentence({ times: [1], lines: [line] }, String)).toBe('A: not known.')
  })

  it('name days of the site’s calendar, wherever the browser is', () => {
    const midnight = Date.parse('2026-03-29T00:00:00+13:00')
    expect(dayText(midnight, 'Pacific/Auckland')).toBe('Mar 29')
    expect(dayText(midnight, 'UTC')).toBe('Mar 28')
  })
})

it('a report that is none is not taken', () => {
  const report = {
    ...{ step: 'day', timeZone: 'UTC', from: 0, to: 1, countedAt: null, daysToCount: 0 },
    ...{ all: NONE, points: [{ ...NONE, at: 0 }], rules: [rule({})], places: [{ site: null, team: 'red' }] },
  }
  expect(isFiguresReport(report)).toBe(true)
  expect(isFiguresReport({ ...report, all: { ...NONE, seen: '1' } })).toBe(false)
  expect(isFiguresReport({ ...report, all: { ...NONE, stages: {} } })).toBe(false)
  expect(isFiguresReport({ ...report, places: [{ site: 1, team: null }] })).toBe(false)
  expect(isFiguresReport({ ...report, timeZone: undefined })).toBe(false)
})

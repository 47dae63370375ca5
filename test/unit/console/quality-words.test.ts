import { describe, expect, it } from 'vitest'
import type { QualityRow } from '../../../server/contracts/quality.ts'
import { sortedRows } from '../../../agent-console/src/data/quality-rows.ts'
import { qualityChart } from '../../../agent-console/src/data/quality-series.ts'
import {
  bySection,
  callsHeading,
  filterWords,
  lengthWords,
  metShare,
  missedItems,
  rowName,
  scoreTone,
  scoreWords,
} from '../../../agent-console/src/data/quality-words.ts'
import {
  NO_FIGURES,
  qualityPoint,
  qualityReport,
  qualityRow,
  scoreCard,
  scoreItem,
} from '../../helpers/quality-builders.ts'

describe('quality in words', () => {
  it.each([
    [null, '–', 'none'],
    [100, '100', 'good'],
    [79.6, '80', 'fair'],
    [60, '60', 'fair'],
    [59.9, '60', 'poor'],
  ])('a score of %s is %s, and %s', (score, words, tone) => {
    expect([scoreWords(score), scoreTone(score)]).toEqual([words, tone])
  })

  it('names those of whom nobody says where they belong', () => {
    expect(rowName({ key: '', title: '' }, 'team')).toBe('No team known')
    expect(rowName({ key: 'all', title: 'all' }, 'all')).toBe('All calls')
    expect(rowName({ key: 'b', title: 'Billing' }, 'team')).toBe('Billing')
    expect(filterWords('agent', '')).toBe('No agent known')
    expect(filterWords('agent', '7')).toBe('Agent 7')
  })

  it('says lengths in minutes and seconds', () => {
    expect(lengthWords(243_400)).toBe('4:03')
    expect(lengthWords(59_600)).toBe('1:00')
  })

  it('counts what an item is met in of the calls that gave occasion alone', () => {
    expect(metShare({ met: 3, missed: 1 })).toBe(0.75)
    expect(metShare({ met: 0, missed: 0 })).toBeNull()
  })

  it('names what was missed, critical things first, then by weight', () => {
    const items = [
      scoreItem({ itemId: 'light', result: 'missed', weight: 1 }),
      scoreItem({ itemId: 'heavy', result: 'missed', weight: 9 }),
      scoreItem({ itemId: 'critical', result: 'missed', weight: 1, critical: true }),
      scoreItem({ itemId: 'met' }),
    ]
    expect(missedItems(scoreCard({ items })).map(({ itemId }) => itemId)).toEqual([
      'critical',
      'heavy',
      'light',
    ])
  })

  it('keeps sections and items in their order', () => {
    const items = [scoreItem({ section: 'B' }), scoreItem({ section: 'A' }), scoreItem({ section: 'B' })]
    expect(bySection(items).map(({ section, items: its }) => [section, its.length])).toEqual([
      ['B', 2],
      ['A', 1],
    ])
  })

  it('says what the listed calls have in common', () => {
    const item = { ...scoreItem(), met: 1, missed: 1, 'not-applicable': 0 }
    const report = qualityReport({ items: [item] })
    expect(callsHeading({ order: 'newest', item: 'greeting', result: 'missed' }, report)).toBe(
      'Missed: Greets the customer',
    )
    expect(callsHeading({ order: 'newest', resolution: 'repeated' }, report)).toBe(
      'Calls: came back about it',
    )
    expect(callsHeading({ order: 'lowest' }, null)).toBe('Calls, the lowest score first')
  })
})

describe('the rows of quality', () => {
  const row = (key: string, score: number | null, failed: number): QualityRow => ({
    ...qualityRow(key, []),
    all: { ...NO_FIGURES, calls: 1, score, failed },
  })
  const rows = [row('a', 90, 0), row('b', null, 3), row('c', 40, 1)]

  it.each([
    ['score', ['c', 'a', 'b']],
    ['failed', ['b', 'c', 'a']],
    ['calls', ['a', 'b', 'c']],
  ] as const)('come by %s with those first who need somebody most', (sort, keys) => {
    expect(sortedRows(rows, sort).map(({ key }) => key)).toEqual(keys)
  })
})

describe('the chart of quality', () => {
  it('draws the rows with the most calls on the same steps, with holes where there were no calls', () => {
    const rows = [
      qualityRow('a', [qualityPoint(1, { score: 70 }), qualityPoint(3, { score: 80 })]),
      qualityRow('b', [qualityPoint(2, { score: 50 })]),
      qualityRow('c', []),
      qualityRow('d', [qualityPoint(9, { score: 1 })]),
    ]
    const { times, lines } = qualityChart(qualityReport({ rows }))
    expect(times).toEqual([1, 2, 3])
    expect(lines.map(({ values }) => values)).toEqual([
      [70, null, 80],
      [null, 50, null],
      [null, null, null],
    ])
  })

  it('draws how one item went, in percent', () => {
    const item = { met: 1, missed: 3, 'not-applicable': 5 }
    const { lines } = qualityChart(qualityReport({ rows: [qualityRow('a', [qualityPoint(1, { item })])] }))
    expect(lines[0]?.values).toEqual([25])
  })
})

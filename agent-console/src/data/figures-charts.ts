import type { FiguresPoint, FiguresReport } from '../../../server/contracts/figures.ts'
import type { ChartData, ChartLine } from './chart-line.ts'
import { delayText, rateText } from './figures-words.ts'
import { percent } from './format.ts'

/** One chart of the page. */
export interface FiguresChart {
  readonly heading: string
  readonly unit: (value: number) => string
  readonly data: ChartData
}

/** What changed over time; none where there is one step only. */
export function figuresCharts({ points }: Pick<FiguresReport, 'points'>): readonly FiguresChart[] {
  if (points.length < 2) return []
  const times = points.map(({ at }) => at)
  const line = (
    name: string,
    form: Pick<ChartLine, 'ink' | 'shape'>,
    value: (point: FiguresPoint) => number | null,
  ): ChartLine => ({ name, ...form, values: points.map(value) })
  return [
    {
      heading: 'Prompts per agent-hour',
      unit: rateText,
      data: {
        times,
        lines: [line('Prompts', { ink: 'first', shape: 'bars' }, (point) => point.promptsPerAgentHour)],
      },
    },
    {
      heading: 'What people made of it',
      unit: percent,
      data: {
        times,
        lines: [
          line('Seen to used', { ink: 'first', shape: 'line' }, (point) => point.seenToUsed),
          line('Called wrong', { ink: 'third', shape: 'line' }, (point) => point.wrongShare),
          line('Withdrawn', { ink: 'second', shape: 'dashed' }, (point) => point.retractedShare),
        ],
      },
    },
    {
      heading: 'From word to painted',
      unit: delayText,
      data: {
        times,
        lines: [
          line('Half within', { ink: 'first', shape: 'line' }, (point) => point.wordToPainted.p50),
          line('95 %', { ink: 'second', shape: 'line' }, (point) => point.wordToPainted.p95),
          line('99 %', { ink: 'third', shape: 'dashed' }, (point) => point.wordToPainted.p99),
        ],
      },
    },
  ]
}

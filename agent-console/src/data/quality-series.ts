import type { QualityFigures, QualityReport, QualityRow } from '../../../server/contracts/quality.ts'
import type { ChartData, ChartLine } from './chart-line.ts'
import { metShare, rowName } from './quality-words.ts'

const INKS: readonly ChartLine['ink'][] = ['first', 'second', 'third']

/** The rows that are drawn: those with the most calls, as many as can be told apart. */
export function drawnRows(report: QualityReport): readonly QualityRow[] {
  return report.rows.slice(0, INKS.length)
}

/** The score of the rows with the most calls over time, or how the item went that was asked for, in percent. */
export function qualityChart(report: QualityReport): ChartData {
  const rows = drawnRows(report)
  const times = [...new Set(rows.flatMap(({ points }) => points.map(({ at }) => Number(at))))].toSorted(
    (one, other) => one - other,
  )
  const lines = rows.map((row, place) => {
    const byTime = new Map(row.points.map((point) => [Number(point.at), valueOf(point)]))
    return {
      name: rowName(row, report.group),
      ink: INKS[place] ?? 'first',
      shape: 'line' as const,
      values: times.map((at) => byTime.get(at) ?? null),
    }
  })
  return { times, lines }
}

function valueOf(figures: QualityFigures): number | null {
  if (figures.item === null) return figures.score
  const share = metShare(figures.item)
  return share === null ? null : share * 100
}

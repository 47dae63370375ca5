import type { Issue } from '../../../server/contracts/issue.ts'
import type { IssueSeries } from '../../../server/contracts/issue-desk.ts'
import { beganAt } from './issue-words.ts'
import type { Plain } from './plain.ts'

/** Columns that a chart can show so that each is seen. */
const MOST_COLUMNS = 120

/** What a chart draws: times in milliseconds, the begin of each step, and two counts a step. */
export interface ChartColumns {
  readonly stepMs: number
  readonly times: readonly number[]
  readonly seen: readonly number[]
  readonly expected: readonly number[]
}

/** The series in steps that are wide enough to be seen: neighbours are added up. */
export function chartColumns(series: Plain<IssueSeries>): ChartColumns {
  const { startAt, stepMs, seen, expected } = series
  const together = Math.max(1, Math.ceil(seen.length / MOST_COLUMNS))
  const columns = Math.ceil(seen.length / together)
  const sums = (counts: readonly number[]): number[] =>
    Array.from({ length: columns }, (_, column) =>
      counts.slice(column * together, (column + 1) * together).reduce((sum, count) => sum + count, 0),
    )
  return {
    stepMs: stepMs * together,
    times: Array.from({ length: columns }, (_, column) => startAt + column * stepMs * together),
    seen: sums(seen),
    expected: sums(expected),
  }
}

export interface ChartMark {
  readonly kind: 'onset' | 'change' | 'told' | 'fixed'
  readonly at: number
  readonly text: string
}

/** What the chart points out, by time. */
export function chartMarks(issue: Issue): readonly ChartMark[] {
  const { changesBefore, advice, verification } = issue
  const marks: ChartMark[] = [{ kind: 'onset', at: beganAt(issue), text: 'began' }]
  for (const { title, at } of changesBefore) marks.push({ kind: 'change', at, text: title })
  if (advice !== null) marks.push({ kind: 'told', at: advice.at, text: 'floor told' })
  if (verification !== null) marks.push({ kind: 'fixed', at: verification.sinceAt, text: 'fixed' })
  return marks.toSorted((one, other) => one.at - other.at)
}

interface PlacedMark {
  readonly mark: ChartMark
  readonly x: number
  /** Where its name begins, and in which row above the plot. */
  readonly left: number
  readonly row: number
}

/** Places marks so that no two names meet, as long as there are rows. Beside its line, or on the other side of it. */
export function placeMarks(
  marks: readonly { readonly mark: ChartMark; readonly x: number; readonly wide: number }[],
  room: { readonly right: number; readonly rows: number },
): readonly PlacedMark[] {
  const rows: { from: number; to: number }[][] = Array.from({ length: room.rows }, () => [])
  return marks.map(({ mark, x, wide }) => {
    const left = x + wide > room.right ? x - wide : x
    const span = { from: left, to: left + wide }
    const free = rows.findIndex((row) => row.every(({ from, to }) => span.to <= from || span.from >= to))
    const row = free < 0 ? room.rows - 1 : free
    rows[row]?.push(span)
    return { mark, x, left, row }
  })
}

/** The chart in one sentence, for who cannot see it. */
export function chartWords({ seen, expected, times }: ChartColumns): string {
  const peak = Math.max(0, ...seen)
  const at = times[seen.indexOf(peak)]
  const usual = expected.reduce((sum, count) => sum + count, 0)
  const all = seen.reduce((sum, count) => sum + count, 0)
  const when =
    at === undefined || peak === 0
      ? ''
      : `, most of them (${peak}) at ${new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}`
  return `${all} contacts in the time shown${when}; ${Math.round(usual)} would be usual.`
}

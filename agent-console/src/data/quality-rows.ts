import type { QualityRow } from '../../../server/contracts/quality.ts'

/** What rows can be sorted by: whoever needs somebody most comes first. */
export type RowSort = 'calls' | 'score' | 'failed' | 'firstContact' | 'repeated' | 'length'

/** Figures of which more is worse, or simply more: the highest come first. */
export const HIGHEST_FIRST: ReadonlySet<RowSort> = new Set<RowSort>(['calls', 'failed', 'repeated', 'length'])

/** Rows without the figure come last; equal ones keep their order. */
export function sortedRows(rows: readonly QualityRow[], sort: RowSort): readonly QualityRow[] {
  const sign = HIGHEST_FIRST.has(sort) ? -1 : 1
  return rows.toSorted((one, other) => {
    const [first, second] = [figureOf(one, sort), figureOf(other, sort)]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return sign * (first - second)
  })
}

function figureOf({ all }: QualityRow, sort: RowSort): number | null {
  switch (sort) {
    case 'calls':
    case 'failed':
    case 'score':
    case 'firstContact':
      return all[sort]
    case 'repeated':
      return all.resolutions.repeated
    case 'length':
      return all.calls === 0 ? null : all.durationMs
  }
}

/** A stretch of call time in milliseconds. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

interface Cell {
  readonly pairs: number
  readonly distanceMs: number
  readonly path: readonly (readonly [number, number])[]
}

const START: Cell = { pairs: 0, distanceMs: 0, path: [] }

/**
 * Says which of `now` are the same words as which of `before`, when positions have shifted because the
 * hypothesis changed. Keeps the order, pairs as many as it can, and among those the nearest in time, of equals
 * the earlier; spans further apart than `toleranceMs` are never the same words.
 *
 * @returns a map from index in `before` to index in `now`.
 */
export function align(
  before: readonly Span[],
  now: readonly Span[],
  toleranceMs: number,
): ReadonlyMap<number, number> {
  // Longest common subsequence with a distance: row by row, the best pairing of the first i and first j.
  if (before.length === 0 || now.length === 0) return new Map()
  let previous: readonly Cell[] = Array.from({ length: now.length + 1 }, () => START)
  for (const [i, a] of before.entries()) {
    const row: Cell[] = [START]
    for (const [j, b] of now.entries()) {
      const skipped = better(previous[j + 1] ?? START, row[j] ?? START)
      const paired = extend(previous[j] ?? START, [i, j], Math.abs(a.startMs - b.startMs))
      row.push(gap(a, b) > toleranceMs ? skipped : better(skipped, paired))
    }
    previous = row
  }
  return new Map((previous.at(-1) ?? START).path)
}

function extend(cell: Cell, pair: readonly [number, number], distanceMs: number): Cell {
  return { pairs: cell.pairs + 1, distanceMs: cell.distanceMs + distanceMs, path: [...cell.path, pair] }
}

function better(a: Cell, b: Cell): Cell {
  if (a.pairs !== b.pairs) return a.pairs > b.pairs ? a : b
  return a.distanceMs <= b.distanceMs ? a : b
}

/** The time between two spans; 0 when they overlap. */
function gap(a: Span, b: Span): number {
  return Math.max(0, a.startMs - b.endMs, b.startMs - a.endMs)
}

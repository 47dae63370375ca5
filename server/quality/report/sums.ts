import type { ContactResolution, QualityFigures, ScoreResultCounts } from '../../contracts/quality.ts'
import type { ScoreCounts } from '../../contracts/store.ts'

export type Sums = Omit<ScoreCounts, 'key'>

export const NO_SUMS: Sums = {
  calls: 0,
  scored: 0,
  scoreSum: 0,
  failed: 0,
  durationSum: 0,
  resolutions: { first: 0, open: 0, repeated: 0, unknown: 0 },
  item: { met: 0, missed: 0, 'not-applicable': 0 },
}

export function addSums(one: Sums, other: Sums): Sums {
  return {
    calls: one.calls + other.calls,
    scored: one.scored + other.scored,
    scoreSum: one.scoreSum + other.scoreSum,
    failed: one.failed + other.failed,
    durationSum: one.durationSum + other.durationSum,
    resolutions: addResolutions(one.resolutions, other.resolutions),
    item: addResults(one.item, other.item),
  }
}

export function addResults(one: ScoreResultCounts, other: ScoreResultCounts): ScoreResultCounts {
  return {
    met: one.met + other.met,
    missed: one.missed + other.missed,
    'not-applicable': one['not-applicable'] + other['not-applicable'],
  }
}

function addResolutions(
  one: Readonly<Record<ContactResolution, number>>,
  other: Readonly<Record<ContactResolution, number>>,
): Readonly<Record<ContactResolution, number>> {
  return {
    first: one.first + other.first,
    open: one.open + other.open,
    repeated: one.repeated + other.repeated,
    unknown: one.unknown + other.unknown,
  }
}

/** What the sums say; `withItem`: also how the item went that was asked for. */
export function figuresOf(sums: Sums, withItem: boolean): QualityFigures {
  const { calls, scored, scoreSum, failed, durationSum, resolutions, item } = sums
  const { first, repeated } = resolutions
  return {
    calls,
    score: scored === 0 ? null : Math.round((scoreSum / scored) * 10) / 10,
    failed,
    resolutions,
    firstContact: first + repeated === 0 ? null : first / (first + repeated),
    durationMs: calls === 0 ? 0 : Math.round(durationSum / calls),
    item: withItem ? item : null,
  }
}

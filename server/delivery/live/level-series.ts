/** A level over time in few points, each standing for one step of call time. */
export interface LevelSeries {
  /** Call time of the first point's beginning. */
  readonly fromMs: number
  readonly stepMs: number
  /** The level at the end of each step, oldest first. */
  readonly levels: readonly number[]
}

/** Points at most; with more the steps become twice as long. */
export const MOST_POINTS = 20
const FIRST_STEP_MS = 10_000

/** The series with the level as it is from `atMs` on; between two levels the earlier one goes on. */
export function withLevel(series: LevelSeries | null, level: number, atMs: number): LevelSeries {
  if (series === null) return { fromMs: atMs, stepMs: FIRST_STEP_MS, levels: [level] }
  let { stepMs, levels } = series
  const elapsedMs = Math.max(0, atMs - series.fromMs)
  while (Math.floor(elapsedMs / stepMs) >= MOST_POINTS) {
    levels = halved(levels)
    stepMs *= 2
  }
  const place = Math.max(levels.length - 1, Math.floor(elapsedMs / stepMs))
  const last = levels.at(-1) ?? level
  const before = Array.from({ length: place }, (_, index) => levels[index] ?? last)
  return { fromMs: series.fromMs, stepMs, levels: [...before, level] }
}

/** Of every two points the later one; what is left over alone stays. */
function halved(levels: readonly number[]): readonly number[] {
  return levels.filter((_, index) => index % 2 === 1 || index === levels.length - 1)
}

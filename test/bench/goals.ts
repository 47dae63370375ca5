/** What a benchmark measured beside what it should have. */
export interface Goal {
  readonly value: number
  readonly goal: string
  readonly ok: boolean
}

export interface BenchResult {
  readonly goals: Readonly<Record<string, Goal>>
}

export function atMost(value: number, limit: number): Goal {
  return { value: Number(value.toFixed(3)), goal: `<= ${limit}`, ok: value <= limit }
}

export function atLeast(value: number, limit: number): Goal {
  return { value: Number(value.toFixed(3)), goal: `>= ${limit}`, ok: value >= limit }
}

/** The smallest value that at least this share of all values does not exceed (nearest rank); NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

/** The middle value, or the mean of the two in the middle; NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2
}

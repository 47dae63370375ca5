/** The distribution of some delays, in milliseconds; null where there were none. */
export interface DelaySummary {
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
}

/** Keeps delays and tells their distribution. */
export class DelayMeter {
  readonly #delays: number[] = []

  add(delayMs: number): void {
    this.#delays.push(delayMs)
  }

  summary(): DelaySummary {
    const sorted = [...this.#delays].sort((one, other) => one - other)
    return { count: sorted.length, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
  }
}

/** The smallest value that at least this share of all values does not exceed (nearest rank). */
function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return value === undefined ? null : Math.round(value)
}

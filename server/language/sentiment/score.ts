/** Words that moved a score. */
export interface SentimentCause {
  /** Index of the first word; in a written text, of the first character (UTF-16). */
  readonly from: number
  /** Index after the last one. */
  readonly to: number
  /** The score these words alone would have, -1 to 1. */
  readonly weight: number
}

export interface SentimentScore {
  /** -1 as unhappy as it gets, 0 no sign either way, 1 as happy as it gets. */
  readonly score: number
  /** What made it, strongest first. */
  readonly causes: readonly SentimentCause[]
}

export const NO_SENTIMENT: SentimentScore = { score: 0, causes: [] }

/** Strongest first, and of equals the earlier one. */
export function strongestFirst(causes: readonly SentimentCause[]): readonly SentimentCause[] {
  return causes.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.from - b.from)
}

/** Log-odds of a happy text to a score: twice the probability, less one. */
export function scoreOf(logOdds: number): number {
  return Math.tanh(logOdds / 2)
}

import type { NeedTier } from '../../contracts/issue.ts'
import type { Severity } from '../../contracts/match.ts'

export interface SeverityFacts {
  /** Evidence in proportion to the threshold: 1 is just enough. */
  readonly evidence: number
  readonly lastHour: number
  readonly expected: number
  readonly growthPerHour: number
  /** Contacts of the last hour, of any subject. */
  readonly volume: number
  readonly need: NeedTier
  /** What the code frame says an issue of the code is worth; null: nothing. */
  readonly code: Severity | null
}

const LEVELS: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']
/** More contacts an hour than usual that make an issue one level worse each. */
const EXCESSES = [8, 25, 80]
/** Of all contacts; the smallest of them only counts where there are enough contacts to tell. */
const SHARES = [0.05, 0.15]
const LEAST_EXCESS = 5
const STRONG_EVIDENCE = 4

/**
 * How bad an issue is: from the code's own severity (low where there is none), a level for each mark of size that is
 * passed, in contacts an hour or as a share of all, one for growth and one for strong evidence; two above the code's own
 * at most. What customers like is information.
 */
export function severityOf(facts: SeverityFacts): Severity {
  if (facts.need === 'delight') return 'info'
  const excess = Math.max(0, facts.lastHour - facts.expected)
  const share = excess / Math.max(1, facts.volume)
  const size = EXCESSES.filter((mark) => excess >= mark).length
  const part = excess < LEAST_EXCESS ? 0 : SHARES.filter((mark) => share >= mark).length
  const grows = facts.growthPerHour >= Math.max(LEAST_EXCESS, excess / 2) ? 1 : 0
  const isStrong = facts.evidence >= STRONG_EVIDENCE ? 1 : 0
  const start = LEVELS.indexOf(facts.code ?? 'low')
  const level = start + Math.min(2, Math.max(size, part) + (grows + isStrong > 1 ? 1 : 0))
  return LEVELS[Math.min(LEVELS.length - 1, level)] ?? 'medium'
}

/** The worse of two. */
export function worst(one: Severity, other: Severity): Severity {
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other
}

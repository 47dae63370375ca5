import type { Severity } from '../../../server/contracts/match.ts'

/** Of two severities the more serious has the higher number. */
export const SEVERITY_RANKS: Readonly<Record<Severity, number>> = {
  info: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
}

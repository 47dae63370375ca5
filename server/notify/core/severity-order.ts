import type { Issue } from '../../contracts/issue.ts'
import type { Severity } from '../../contracts/match.ts'

const ORDER: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 }

export function atLeast(severity: Severity, least: Severity): boolean {
  return ORDER[severity] >= ORDER[least]
}

/** The gravest first, of equals the one that was opened first. */
export function byGravity(a: Issue, b: Issue): number {
  return ORDER[b.severity] - ORDER[a.severity] || a.openedAt - b.openedAt || (a.issueId < b.issueId ? -1 : 1)
}

import type { RuleCounts, RuleCountsReport } from '../../contracts/figures.ts'
import type { RuleFigures } from '../../contracts/rule-desk.ts'

const HOUR_MS = 3_600_000

/** The figures of these rules, and of those that did something and are gone, by id. */
export function toFigures(
  report: Pick<RuleCountsReport, 'callMs' | 'rules'>,
  ruleIds: readonly string[],
): readonly RuleFigures[] {
  const counted = new Map(report.rules.map((counts) => [counts.ruleId, counts]))
  const ids = [...new Set([...ruleIds, ...counted.keys()])].toSorted()
  const callHours = hoursOf(report)
  return ids.map((ruleId) => toOne(counted.get(ruleId) ?? nothing(ruleId), callHours))
}

export function hoursOf({ callMs }: Pick<RuleCountsReport, 'callMs'>): number {
  return callMs / HOUR_MS
}

function toOne({ seen: _, ...counts }: RuleCounts, callHours: number): RuleFigures {
  const { fired, used, wrong } = counts
  const held = Object.values(counts.held).reduce((sum, each) => sum + each, 0)
  return {
    ...counts,
    shown: fired - held,
    perCallHour: callHours === 0 ? null : fired / callHours,
    precision: used + wrong === 0 ? null : used / (used + wrong),
  }
}

function nothing(ruleId: string): RuleCounts {
  return { ruleId, fired: 0, held: {}, confirmed: 0, retracted: 0, seen: 0, used: 0, notNow: 0, wrong: 0 }
}

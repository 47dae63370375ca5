import { namesRule } from '../../contracts/floor.ts'
import { SEVERITIES, type Evidence } from '../../contracts/match.ts'
import type { Reach } from '../audience.ts'
import type { Stage } from '../stage.ts'

/** The floor says whom a rule is for, and from what on it is worth their while. */
export const audience: Stage = ({ match, reach }) => {
  if (reach === null) return null
  const { threshold, folder } = reach
  const { id: ruleId, severity, priority } = match.rule
  const isNamed = (names: readonly string[]): boolean => namesRule(names, { ruleId, folder })
  if (isNamed(threshold.except) || !isNamed(threshold.only ?? ['*'])) return 'not-for-team'
  const isBelow =
    SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(threshold.lowestSeverity) ||
    priority < threshold.lowestPriority ||
    isUnsure(match.evidence, reach)
  return isBelow ? 'below-threshold' : null
}

/** Moving words have no confidence yet, so what fired on them may turn out unsure with their final. */
export function isUnsure(evidence: Evidence, { threshold }: Reach): boolean {
  return [evidence, ...evidence.others].some(
    ({ confidence }) => confidence !== null && confidence < threshold.lowestConfidence,
  )
}

import { SEVERITIES } from '../../../contracts/match.ts'
import { warn, type LintCheck } from '../check.ts'

/** A rule that keeps people from what matters more than it does. */
export const weakInhibitor: LintCheck = {
  id: 'weak-inhibitor',
  find({ rules }) {
    return rules.flatMap((document) => {
      const { ref, action, inhibits } = document.rule
      if (inhibits === undefined) return []
      const worse = rules
        .filter(({ rule }) => rule.action.inhibitedBy?.some(({ ruleId }) => ruleId === ref.id) === true)
        .filter(({ rule }) => SEVERITIES.indexOf(rule.ref.severity) > SEVERITIES.indexOf(ref.severity))
      if (worse.length === 0) return []
      const names = worse.map(({ rule }) => `"${rule.ref.id}" (${rule.ref.severity})`).join(', ')
      const message = `a rule of severity ${ref.severity} holds back ${names}, expected none that matters more`
      return [warn(weakInhibitor, document, { path: ['then', action.kind, 'inhibits'], message })]
    })
  },
}

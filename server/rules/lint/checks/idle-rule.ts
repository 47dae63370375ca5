import { rulesNamedBy } from '../../file/links.ts'
import { warn, type LintCheck } from '../check.ts'

/** A rule that waits for one that is not run: drafts are not run yet, retired rules no more. */
export const idleRule: LintCheck = {
  id: 'idle-rule',
  find({ rules }) {
    const statuses = new Map(rules.map(({ rule }) => [rule.ref.id, rule.ref.status]))
    return rules
      .filter(({ rule }) => rule.ref.status === 'live' || rule.ref.status === 'shadow')
      .flatMap((document) =>
        rulesNamedBy(document).flatMap((condition) => {
          const status = statuses.get(condition.ruleId)
          if (status !== 'draft' && status !== 'retired') return []
          const message = `the rule "${condition.ruleId}" is ${status} and never fires, expected one that is live or in shadow`
          return [warn(idleRule, document, { path: document.paths.get(condition) ?? ['when'], message })]
        }),
      )
  },
}

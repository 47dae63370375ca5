import { warn, type LintCheck } from '../check.ts'
import { conditionKey } from '../condition-key.ts'

/** Two rules that wait for the same: people are told twice, and one of the two is forgotten when the other is changed. */
export const duplicateRule: LintCheck = {
  id: 'duplicate-rule',
  find({ rules }) {
    const first = new Map<string, string>()
    return rules
      .filter(({ rule }) => rule.ref.status !== 'retired')
      .flatMap((document) => {
        const { condition, ref } = document.rule
        const key = conditionKey(condition)
        const other = first.get(key)
        if (other === undefined) {
          first.set(key, ref.id)
          return []
        }
        const message = `the rule waits for the same as "${other}", expected one rule, or "rule: ${other}" in this one`
        return [warn(duplicateRule, document, { path: ['when'], message })]
      })
  },
}

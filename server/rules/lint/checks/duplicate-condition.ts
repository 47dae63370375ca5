import { membersOf } from '../../compile/tree.ts'
import { allConditions } from '../../file/walk.ts'
import { warn, type LintCheck } from '../check.ts'
import { conditionKey } from '../condition-key.ts'

/** The same condition twice in a join: one of the two was meant to be another. */
export const duplicateCondition: LintCheck = {
  id: 'duplicate-condition',
  find({ rules }) {
    return rules.flatMap((document) =>
      allConditions(document.rule.condition)
        .filter(({ kind }) => kind === 'all' || kind === 'any')
        .flatMap((join) => {
          const keys = membersOf(join).map(conditionKey)
          return membersOf(join).flatMap((member, index) => {
            if (keys.indexOf(keys[index] ?? '') === index) return []
            const path = document.paths.get(member) ?? ['when']
            const message = `the condition stands in this "${join.kind}" already, expected it once`
            return [warn(duplicateCondition, document, { path, message })]
          })
        }),
    )
  },
}

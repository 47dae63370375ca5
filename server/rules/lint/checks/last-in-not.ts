import { allConditions } from '../../file/walk.ts'
import { warn, type LintCheck } from '../check.ts'

/**
 * What happens in the last part of a call is known at its end; until then it has not happened, so a `not` around
 * it holds all along and keeps nothing back.
 */
export const lastInNot: LintCheck = {
  id: 'last-in-not',
  find({ rules }) {
    return rules.flatMap((document) =>
      allConditions(document.rule.condition)
        .filter((condition) => condition.kind === 'not')
        .flatMap(({ of }) => allConditions(of))
        .filter(({ kind }) => kind === 'last')
        .map((condition) => {
          const message =
            'the "last" part is known only at the end of the call, so this "not" keeps nothing back, expected "last" outside'
          return warn(lastInNot, document, { path: document.paths.get(condition) ?? ['when'], message })
        }),
    )
  },
}

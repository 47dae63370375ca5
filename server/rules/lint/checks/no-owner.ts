import { warn, type LintCheck } from '../check.ts'

/** What people write where a key is wanted and they have no answer. */
const NOBODY = /^(?:nobody|no ?one|none|unknown|owner|team|todo|tbd|tba|fixme|n\/?a|x+|[-.?_ ]+)$/i

/** A rule that nobody answers for is a rule that nobody repairs. */
export const noOwner: LintCheck = {
  id: 'no-owner',
  find({ rules }) {
    return rules
      .filter(({ rule }) => isNobody(rule.owner))
      .map((document) => {
        const message = `"${document.rule.owner}" answers for nothing, expected the team that owns the rule`
        return warn(noOwner, document, { path: ['owner'], message })
      })
  },
}

/** Whether an owner is only there because the file must name one. */
export function isNobody(owner: string): boolean {
  return NOBODY.test(owner.trim())
}

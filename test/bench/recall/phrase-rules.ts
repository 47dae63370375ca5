import type { Rule } from '../../../server/rules/compile/rule.ts'
import { phraseGroups } from './variants.ts'

/** One rule for each phrase and speaker of the given rules: fires whenever it is said, whatever else they want. */
export function phraseRules(rules: readonly Rule[]): readonly Rule[] {
  const made = new Map<string, Rule>()
  for (const rule of rules) {
    for (const { party, tolerance, minScore, minConfidence, ...group } of phraseGroups(rule.condition)) {
      for (const phrase of group.phrases) {
        const id = `${rule.ref.id}: ${party ?? 'any'}: ${phrase.text}`
        made.set(id, {
          ...rule,
          ref: { ...rule.ref, id },
          fingerprint: id,
          condition: {
            kind: 'said',
            ...{ party, phrases: [phrase], tolerance, minScore, minConfidence, timing: group.timing },
          },
        })
      }
    }
  }
  return [...made.values()]
}

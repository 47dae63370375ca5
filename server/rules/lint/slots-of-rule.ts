import { slotsIn, type NamedSlot } from '../../language/phrases/slot-names.ts'
import type { Condition, Rule } from '../compile/rule.ts'
import { membersOf } from '../compile/tree.ts'

/**
 * What a rule may have caught when it fires, over all of its conditions. What must not be said catches nothing; a
 * rule that this one builds on brings what it has caught.
 */
export function slotsOfRule(rule: Rule, rules: readonly Rule[]): readonly NamedSlot[] {
  const seen = new Set<string>()
  const ofRule = (each: Rule | undefined): readonly NamedSlot[] => {
    if (each === undefined || seen.has(each.ref.id)) return []
    seen.add(each.ref.id)
    return ofCondition(each.condition)
  }
  const ofCondition = (condition: Condition): readonly NamedSlot[] => {
    switch (condition.kind) {
      case 'said':
        return condition.phrases.flatMap(({ root }) => slotsIn(root))
      case 'near':
        return [...condition.phrases, ...(condition.absent ? [] : condition.to)].flatMap(({ root }) =>
          slotsIn(root),
        )
      case 'rule':
        return ofRule(rules.find(({ ref }) => ref.id === condition.ruleId))
      case 'not':
        return []
      default:
        return membersOf(condition).flatMap(ofCondition)
    }
  }
  return ofRule(rule)
}

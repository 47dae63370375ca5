import { membersOf } from './tree.ts'
import type { Condition, Rule } from './rule.ts'

/** Puts rules that others build on before those; otherwise the order stays. The file checks refuse circles. */
export function inDependencyOrder(rules: readonly Rule[]): readonly Rule[] {
  const byId = new Map(rules.map((rule) => [rule.ref.id, rule]))
  const placed = new Set<Rule>()
  const under = new Set<Rule>()
  const place = (rule: Rule): void => {
    if (placed.has(rule)) return
    if (under.has(rule)) throw new TypeError(`rule ${rule.ref.id} builds on itself`)
    under.add(rule)
    for (const ruleId of rulesIn(rule.condition)) {
      const other = byId.get(ruleId)
      if (other !== undefined) place(other)
    }
    under.delete(rule)
    placed.add(rule)
  }
  for (const rule of rules) place(rule)
  return [...placed]
}

/** Ids of the rules that a condition builds on, in the order of the rule file. */
export function rulesIn(condition: Condition): readonly string[] {
  if (condition.kind === 'rule') return [condition.ruleId]
  return membersOf(condition).flatMap(rulesIn)
}

import type { RuleInCall } from '../../../server/contracts/explanation.ts'
import { filterWords } from './floor.ts'

/** So much of a rule must have held for it to have come near. */
const NEAR = 0.3

export interface RuleChoices {
  readonly name: string
  readonly rules: readonly RuleInCall[]
}

/** The rules that fit some words, in groups by how far each came; groups without any are left out. */
export function ruleChoices(rules: readonly RuleInCall[], text: string): readonly RuleChoices[] {
  const words = filterWords(text)
  const fitting = rules.filter(({ ruleId, title }) => {
    const searched = `${ruleId} ${title}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
  const near = ({ fired, near: share }: RuleInCall): boolean => fired === 0 && share >= NEAR
  const groups: readonly RuleChoices[] = [
    { name: 'Fired', rules: fitting.filter(({ fired }) => fired > 0) },
    { name: 'Came near', rules: fitting.filter(near) },
    { name: 'Other rules', rules: fitting.filter((rule) => rule.fired === 0 && !near(rule)) },
  ]
  return groups.filter((group) => group.rules.length > 0)
}

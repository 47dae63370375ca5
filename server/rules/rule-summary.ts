import type { RuleAction, RuleRef } from '../contracts/match.ts'
import type { RuleDocument } from './file/parse-rule.ts'

/** A rule in short, for lists and the API. */
export interface RuleSummary extends RuleRef {
  readonly owner: string
  /** Path of the file within the rules folder. */
  readonly file: string
  readonly condition: 'said' | 'absence'
  readonly action: RuleAction
}

export function summariseRule({ rule, source }: RuleDocument): RuleSummary {
  const { ref, owner, condition, action } = rule
  return { ...ref, owner, file: source.file, condition: condition.kind, action }
}

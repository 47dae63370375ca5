import type { LoadedRule } from '../contracts/rules-state.ts'
import type { RuleDocument } from './file/parse-rule.ts'

/** A rule as people see it in lists. */
export function toLoadedRule({ rule, source }: RuleDocument): LoadedRule {
  return { ...rule.ref, kind: rule.action.kind, owner: rule.owner, file: source.file }
}

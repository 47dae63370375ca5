import type { Condition, PhraseGroup } from '../compile/rule.ts'
import { membersOf } from '../compile/tree.ts'

/** A condition and all that it is made of, from outside in. */
export function allConditions(condition: Condition): readonly Condition[] {
  return [condition, ...membersOf(condition).flatMap(allConditions)]
}

/** The phrases that a condition itself listens for, without those of its members. */
export function ownGroup(condition: Condition): PhraseGroup | null {
  if (condition.kind === 'absence') return condition.missing
  return condition.kind === 'said' || condition.kind === 'near' ? condition : null
}

import type { Condition, PhraseGroup } from '../compile/rule.ts'

const NONE: readonly Condition[] = []

/** The conditions that a condition is made of, in order. */
export function membersOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'sequence':
    case 'all':
    case 'any':
      return condition.of
    case 'count':
    case 'last':
    case 'not':
      return [condition.of]
    case 'absence':
      return condition.after === null ? NONE : [condition.after]
    default:
      return NONE
  }
}

/** A condition and all that it is made of, from outside in. */
export function allConditions(condition: Condition): readonly Condition[] {
  return [condition, ...membersOf(condition).flatMap(allConditions)]
}

/** The phrases that a condition itself listens for, without those of its members. */
export function ownGroup(condition: Condition): PhraseGroup | null {
  if (condition.kind === 'absence') return condition.missing
  return condition.kind === 'said' || condition.kind === 'near' ? condition : null
}

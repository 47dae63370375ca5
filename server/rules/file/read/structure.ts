import type { Condition } from '../../compile/rule.ts'
import { membersOf } from '../../compile/tree.ts'
import { allConditions } from '../walk.ts'
import type { ReadFault, Reader } from './reader.ts'

/** Conditions within each other; a rule that needs more is two rules. */
const MAX_DEPTH = 8

const MAX_CONDITIONS = 100

/** What is wrong with how a rule's conditions are put together. */
export function structureFaults(root: Condition, { paths }: Pick<Reader, 'paths'>): readonly ReadFault[] {
  const at = (condition: Condition, message: string): ReadFault => ({
    path: paths.get(condition) ?? ['when'],
    check: 'structure',
    message,
  })
  const count = allConditions(root).length
  if (count > MAX_CONDITIONS) {
    return [at(root, `the rule has ${count} conditions, expected at most ${MAX_CONDITIONS}`)]
  }
  const deep = deeperThan(root, MAX_DEPTH)
  if (deep !== null) {
    return [
      at(deep, `the condition is ${MAX_DEPTH + 1} deep, expected at most ${MAX_DEPTH} within each other`),
    ]
  }
  return moments(root)
    .filter((condition) => !canHappen(condition))
    .map((condition) => {
      const what = condition === root ? 'the rule' : 'this part'
      return at(condition, `${what} never happens: it only says what is not, expected something that happens`)
    })
}

/** The first condition below this many others. */
function deeperThan(condition: Condition, depth: number): Condition | null {
  if (depth === 0) return condition
  for (const member of membersOf(condition)) {
    const found = deeperThan(member, depth - 1)
    if (found !== null) return found
  }
  return null
}

/** The conditions that must happen at some moment; members of joins may just hold. */
function moments(root: Condition): readonly Condition[] {
  const needed = allConditions(root).flatMap((condition) => {
    const { kind } = condition
    return kind === 'sequence' || kind === 'count' || kind === 'last' || kind === 'absence'
      ? membersOf(condition)
      : []
  })
  return [root, ...needed]
}

/** Whether there can be a moment at which it happens; its parts are judged by themselves. */
function canHappen(condition: Condition): boolean {
  if (condition.kind === 'not') return false
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of.some(canHappen) : true
}

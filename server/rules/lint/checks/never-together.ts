import type { Condition } from '../../compile/rule.ts'
import { allConditions } from '../../file/walk.ts'
import { warn, type LintCheck } from '../check.ts'
import { conditionKey } from '../condition-key.ts'
import { areDisjoint } from '../disjoint.ts'

/** Members of an `all` of which one cannot hold while the other does: the join never happens. */
export const neverTogether: LintCheck = {
  id: 'never-together',
  find({ rules }) {
    return rules.flatMap((document) =>
      allConditions(document.rule.condition).flatMap((condition) => {
        if (condition.kind !== 'all') return []
        const members = flat(condition)
        return members.flatMap((member, index) => {
          const other = members.slice(0, index).find((before) => contradict(before, member))
          if (other === undefined) return []
          const path = document.paths.get(member) ?? ['when']
          const { line } = document.source.placeOf(document.paths.get(other) ?? ['when'])
          const message = `this never holds together with the "${other.kind}" in line ${line}, expected "any", or other values`
          return [warn(neverTogether, document, { path, message })]
        })
      }),
    )
  },
}

/** The members of a join, with those of joins of the same kind within it. */
function flat(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(flat) : [condition]
}

function contradict(one: Condition, other: Condition): boolean {
  return denies(one, other) || denies(other, one) || areDisjoint(one, other)
}

/** Whether one says that the other, a state, is not so. What has happened may be denied later, so only states count. */
function denies(one: Condition, other: Condition): boolean {
  return one.kind === 'not' && isState(other) && conditionKey(one.of) === conditionKey(other)
}

const EVENTS: ReadonlySet<Condition['kind']> = new Set([
  'said',
  'near',
  'sequence',
  'absence',
  'count',
  'last',
  'rule',
  'all',
  'any',
  'not',
])

function isState({ kind }: Condition): boolean {
  return !EVENTS.has(kind)
}

import type { RuleHonesty } from '../../../server/contracts/figures.ts'

/** Columns by which rules can be put in order. */
export type RuleColumn =
  'title' | 'shown' | 'seen' | 'used' | 'notNow' | 'wrong' | 'precision' | 'retracted' | 'held'

export interface RuleOrder {
  readonly by: RuleColumn
  readonly descending: boolean
}

/** Of figures the largest first, of names and of how right a rule is the least. */
export function firstOrder(by: RuleColumn): RuleOrder {
  return { by, descending: by !== 'title' && by !== 'precision' }
}

/** Rules in order; those of which the figure is not known come last, either way. */
export function orderedRules(
  rules: readonly RuleHonesty[],
  { by, descending }: RuleOrder,
): readonly RuleHonesty[] {
  const sign = descending ? -1 : 1
  return rules.toSorted((one, other) => {
    if (by === 'title') return sign * one.title.localeCompare(other.title)
    const [a, b] = [one[by], other[by]]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (a - b) || one.title.localeCompare(other.title)
  })
}

/** Whether there is a rule of this id to be read; what people wrote themselves has none. */
export function isRule(ruleId: string): boolean {
  return ruleId !== 'whisper' && !ruleId.startsWith('issue.')
}

/** What stands for a rule in the table. */
export function ruleTitle({ ruleId, title }: Pick<RuleHonesty, 'ruleId' | 'title'>): string {
  if (ruleId === 'whisper') return 'Lines from supervisors'
  return ruleId.startsWith('issue.') ? `Line of a digital team: ${ruleId.slice(6)}` : title
}

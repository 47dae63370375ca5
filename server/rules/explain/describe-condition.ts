import type { Condition, PhraseGroup } from '../compile/rule.ts'
import { describeState, spell } from '../engine/measures/describe-state.ts'

/** So many phrases are written out; the rest are counted. */
const PHRASES_SHOWN = 3

/** What a condition asks for, in the words of the rule file, without its members. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'said':
      return `said by ${speaker(condition)}: ${phrases(condition)}`
    case 'near': {
      const key = condition.absent ? 'not-near' : 'near'
      const to = phrases({ phrases: condition.to })
      return `${key}, said by ${speaker(condition)}: ${phrases(condition)}; to ${to}, ${condition.words} words`
    }
    case 'sequence':
      return `sequence, each within ${spell(condition.withinMs)} of the one before`
    case 'absence': {
      const { missing, after, withinMs, clock } = condition
      const from = after === null ? "of the call's start" : 'after'
      const time = clock === 'talk' ? ' of talk' : ''
      return `absence: ${speaker(missing)} does not say ${phrases(missing)} within ${spell(withinMs)}${time} ${from}`
    }
    case 'count':
      return `count: ${condition.times} times${within(condition.withinMs)}`
    case 'last':
      return `last ${spell(condition.lastMs)} of the call`
    case 'rule':
      return `rule ${condition.ruleId} fires`
    case 'all':
      return `all${within(condition.withinMs)}`
    case 'any':
    case 'not':
      return condition.kind
    default: {
      const state = describeState(condition)
      return state.startsWith(condition.kind) ? state : `${condition.kind}: ${state}`
    }
  }
}

function speaker({ party }: Pick<PhraseGroup, 'party'>): string {
  return party ?? 'anybody'
}

function phrases({ phrases: all }: Pick<PhraseGroup, 'phrases'>): string {
  const shown = all.slice(0, PHRASES_SHOWN).map(({ text }) => `“${text}”`)
  const more = all.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function within(ms: number | null): string {
  return ms === null ? '' : ` within ${spell(ms)}`
}

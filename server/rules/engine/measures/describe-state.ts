import { assertNever } from '../../../contracts/assert-never.ts'
import type { Bounds, StateCondition } from '../../compile/rule.ts'
import type { StateOf } from './state-of.ts'

/** What a condition asks for, in the rule's own terms: "queue is billing", "nobody speaks for 10 s". */
export function describeState(condition: StateCondition): string {
  switch (condition.kind) {
    case 'silence':
      return `${condition.party ?? 'nobody'} ${condition.party === null ? 'speaks' : 'silent'} for ${spell(condition.forMs)}`
    case 'talk-over':
      return `${condition.by === null ? 'both speak' : `${condition.by} talks over the other`} for ${spell(condition.forMs)}`
    case 'talk-ratio': {
      const over = condition.overMs === null ? '' : ` over ${spell(condition.overMs)}`
      return `${condition.party} share of speech ${bounds(condition)}${over}`
    }
    case 'pace':
      return `${condition.party} pace ${bounds(condition)} words a minute over ${spell(condition.overMs)}`
    case 'sentiment':
      return `${condition.party} mood ${bounds(condition)}`
    case 'sentiment-trend':
      return `${condition.party} mood changes by ${bounds(condition)}`
    case 'phase':
      return `phase is ${list(condition.phases)}`
    case 'hold':
      return `on hold for ${spell(condition.forMs)}`
    case 'call-time':
      return describeCallTime(condition)
    case 'attribute':
      return describeAttribute(condition)
    case 'repeat-contact':
      return `called ${times(condition.times)} in the ${spell(condition.withinMs)} before`
    case 'language':
      return `language is ${list(condition.languages)}`
    case 'time':
      return `${condition.hours.name} is ${condition.open ? 'open' : 'closed'}`
    default:
      return assertNever(condition)
  }
}

function describeCallTime({ firstMs, afterMs }: StateOf<'call-time'>): string {
  const parts = [
    ...(afterMs === null ? [] : [`after the first ${spell(afterMs)}`]),
    ...(firstMs === null ? [] : [`in the first ${spell(firstMs)}`]),
  ]
  return parts.join(' and ')
}

function describeAttribute({ key, test }: StateOf<'attribute'>): string {
  switch (test.kind) {
    case 'is':
      return `${key} is ${list(test.values)}`
    case 'number':
      return `${key} ${bounds(test)}`
    case 'present':
      return `${key} is present`
    default:
      return assertNever(test)
  }
}

function bounds({ above, below }: Bounds): string {
  const parts = [...(above === null ? [] : [`above ${above}`]), ...(below === null ? [] : [`below ${below}`])]
  return parts.join(' and ')
}

function list(values: readonly string[]): string {
  return values.join(' or ')
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
] as const

/** In the largest unit that leaves no remainder: 90 s, 2 min. */
export function spell(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms && ms % each.ms === 0)
  return unit === undefined ? `${ms / 1000} s` : `${ms / unit.ms} ${unit.name}`
}

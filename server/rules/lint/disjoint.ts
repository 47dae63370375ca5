import type { AttributeTest, Bounds, Condition } from '../compile/rule.ts'

/** Whether two states of the same kind can never hold at the same moment. */
export function areDisjoint(one: Condition, other: Condition): boolean {
  switch (one.kind) {
    case 'language':
      return other.kind === 'language' && noPair(one.languages, other.languages, tagsMeet)
    case 'phase':
      return other.kind === 'phase' && noPair(one.phases, other.phases, (a, b) => a === b)
    case 'attribute':
      return other.kind === 'attribute' && one.key === other.key && testsApart(one.test, other.test)
    case 'call-time':
      return other.kind === 'call-time' && (endsBefore(one, other) || endsBefore(other, one))
    case 'time':
      return other.kind === 'time' && one.hours.name === other.hours.name && one.open !== other.open
    case 'sentiment':
      return other.kind === 'sentiment' && one.party === other.party && boundsApart(one, other)
    case 'sentiment-trend':
      return other.kind === 'sentiment-trend' && one.party === other.party && boundsApart(one, other)
    default:
      return false
  }
}

function noPair<T>(ones: readonly T[], others: readonly T[], meet: (a: T, b: T) => boolean): boolean {
  return !ones.some((one) => others.some((other) => meet(one, other)))
}

/** `en` holds for `en-GB`. */
function tagsMeet(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`)
}

function testsApart(one: AttributeTest, other: AttributeTest): boolean {
  if (one.kind === 'is' && other.kind === 'is') return noPair(one.values, other.values, valuesMeet)
  return one.kind === 'number' && other.kind === 'number' && boundsApart(one, other)
}

/** Whether some text fits both; `*` at an end stands for anything. Two with a `*` are taken to meet unless their begins differ. */
function valuesMeet(one: string, other: string): boolean {
  const [a, b] = [wild(one), wild(other)]
  if (!a.open && !b.open) return a.text === b.text
  const length = Math.min(a.begin.length, b.begin.length)
  const begins = a.begin.slice(0, length) === b.begin.slice(0, length)
  if (a.open && b.open) return begins
  const [pattern, plain] = a.open ? [a, b] : [b, a]
  return fits(pattern, plain.text)
}

interface Wild {
  readonly text: string
  /** Has a `*` at an end. */
  readonly open: boolean
  /** What it certainly begins with. */
  readonly begin: string
}

function wild(value: string): Wild {
  const text = value.toLowerCase()
  const open = text.startsWith('*') || text.endsWith('*')
  const begin = text.startsWith('*') ? '' : text.replace(/\*$/, '')
  return { text, open, begin }
}

function fits({ text }: Wild, plain: string): boolean {
  const core = text.replace(/^\*|\*$/g, '')
  if (text.startsWith('*') && text.endsWith('*')) return plain.includes(core)
  return text.startsWith('*') ? plain.endsWith(core) : plain.startsWith(core)
}

function boundsApart(one: Bounds, other: Bounds): boolean {
  const above = Math.max(one.above ?? -Infinity, other.above ?? -Infinity)
  const below = Math.min(one.below ?? Infinity, other.below ?? Infinity)
  return above >= below
}

interface CallTimes {
  readonly firstMs: number | null
  readonly afterMs: number | null
}

function endsBefore({ firstMs }: CallTimes, { afterMs }: CallTimes): boolean {
  return firstMs !== null && afterMs !== null && firstMs <= afterMs
}

import { assertNever } from '../../../contracts/assert-never.ts'
import type { AttributeTest } from '../../compile/rule.ts'
import { isWithin } from './bounds.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'

/** An attribute that is empty is one that the call does not have: a change can empty it, not take it away. */
export function attributeHolds({ attributes }: Measures, { key, test }: StateOf<'attribute'>): boolean {
  const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined
  return value !== undefined && value.trim() !== '' && passes(value.trim(), test)
}

function passes(value: string, test: AttributeTest): boolean {
  switch (test.kind) {
    case 'present':
      return true
    case 'number':
      return isWithin(test, Number.isFinite(Number(value)) ? Number(value) : null)
    case 'is': {
      const text = value.toLowerCase()
      return test.values.some((pattern) => matches(text, pattern.toLowerCase()))
    }
    default:
      return assertNever(test)
  }
}

/** `*` at either end stands for anything. */
function matches(text: string, pattern: string): boolean {
  const open = { start: pattern.startsWith('*'), end: pattern.length > 1 && pattern.endsWith('*') }
  const core = pattern.slice(open.start ? 1 : 0, open.end ? -1 : undefined)
  if (open.start && open.end) return text.includes(core)
  if (open.start) return text.endsWith(core)
  return open.end ? text.startsWith(core) : text === core
}

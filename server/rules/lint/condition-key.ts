import type { Condition } from '../compile/rule.ts'

/** The same for two conditions exactly when they ask for the same. */
export function conditionKey(condition: Condition): string {
  return JSON.stringify(condition, (key, value: unknown) => {
    const isList = (key === 'phrases' || key === 'to') && Array.isArray(value)
    return isList ? value.map(textOf).toSorted() : value
  })
}

function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : value
}

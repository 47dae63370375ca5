import type { SQLInputValue } from 'node:sqlite'

/** A statement with its values in the order of the question marks. */
export interface Selection {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** One that has values, all of them undefined, is not asked for. */
export type Condition = readonly [sql: string, ...values: readonly (SQLInputValue | undefined)[]]

/** Conditions that are not asked for are left out rather than made optional, so that each combination finds its index. */
export function whereAll(conditions: readonly Condition[]): {
  readonly where: string
  readonly values: readonly SQLInputValue[]
} {
  const given: string[] = []
  const values: SQLInputValue[] = []
  for (const [sql, ...about] of conditions) {
    const known = about.filter((value) => value !== undefined)
    if (known.length === 0 && about.length > 0) continue
    given.push(sql)
    values.push(...known)
  }
  return { where: given.length === 0 ? '' : `WHERE ${given.join(' AND ')}`, values }
}

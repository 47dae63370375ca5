import type { SQLInputValue } from 'node:sqlite'
import { AppError } from '../contracts/errors.ts'

const MAX_LIMIT = 500

interface Page {
  readonly table: 'calls' | 'outcomes'
  /** Newest first by this column; `before` is compared with it. */
  readonly newestBy: 'started_at' | 'created_at'
  /** Columns that must equal a value; those without one are left out. */
  readonly equal: Readonly<Record<string, string | undefined>>
  readonly before: number | undefined
  readonly limit: number
}

/** @throws AppError `REQUEST_INVALID` when the limit is not 1 to 500. */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return
  throw new AppError('REQUEST_INVALID', `limit: expected 1 to ${MAX_LIMIT}.`)
}

/**
 * The statement for one page of a table. Conditions are left out rather than made optional, so that each
 * combination finds its index.
 * @throws AppError `REQUEST_INVALID` when the limit is not 1 to 500.
 */
export function selectPage(page: Page): { readonly sql: string; readonly values: readonly SQLInputValue[] } {
  const { table, newestBy, equal, before, limit } = page
  checkLimit(limit)
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  for (const [column, value] of Object.entries(equal)) {
    if (value === undefined) continue
    conditions.push(`${column} = ?`)
    values.push(value)
  }
  if (before !== undefined) {
    conditions.push(`${newestBy} < ?`)
    values.push(before)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  return {
    sql: `SELECT * FROM ${table} ${where} ORDER BY ${newestBy} DESC LIMIT ?`,
    values: [...values, limit],
  }
}

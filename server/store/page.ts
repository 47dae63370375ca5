import type { SQLInputValue } from 'node:sqlite'
import type { AccessScope } from '../contracts/access.ts'
import { AppError } from '../contracts/errors.ts'

const MAX_LIMIT = 500

interface Page {
  readonly table: 'calls' | 'outcomes'
  /** Newest first by this column; `before` is compared with it. */
  readonly newestBy: 'started_at' | 'created_at'
  /** Columns that must equal a value; those without one are left out. */
  readonly equal: Readonly<Record<string, string | undefined>>
  /** Only rows of these teams and sites. */
  readonly scope?: AccessScope | undefined
  readonly before?: number | undefined
  readonly limit: number
}

interface Selection {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
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
export function selectPage(page: Page): Selection {
  const { table, newestBy, equal, scope, before, limit } = page
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
  const newest = `ORDER BY ${newestBy} DESC LIMIT ?`
  if (scope === undefined) {
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
    return { sql: `SELECT * FROM ${table} ${where} ${newest}`, values: [...values, limit] }
  }
  // A plus sign keeps an index out of it: what one call has is looked up by the call.
  const sign = equal['call_id'] === undefined ? '' : '+'
  const found = pickInScope({
    scope,
    pick: (column) =>
      `SELECT rowid FROM ${table} WHERE ${[`${sign}${column} = ?`, ...conditions].join(' AND ')} ${newest}`,
    values: [...values, limit],
  })
  return {
    sql: `SELECT * FROM ${table} WHERE rowid IN (${found.sql}) ${newest}`,
    values: [...found.values, limit],
  }
}

interface ScopedPick {
  readonly scope: AccessScope
  /** Picks the newest of one team or site, which is its first value. */
  readonly pick: (column: 'site' | 'team') => string
  /** The further values of each. */
  readonly values: readonly SQLInputValue[]
}

/** A question for each team and site, so that each reads no more off its index than the page can take. */
export function pickInScope({ scope, pick, values }: ScopedPick): Selection {
  const picks = [
    ...scope.teams.map((id) => ({ sql: pick('team'), id })),
    ...scope.sites.map((id) => ({ sql: pick('site'), id })),
  ]
  if (picks.length === 0) return { sql: 'SELECT NULL WHERE FALSE', values: [] }
  return {
    sql: picks.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION '),
    values: picks.flatMap(({ id }) => [id, ...values]),
  }
}

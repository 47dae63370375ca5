/** What went wrong in SQLite, as far as it makes a difference here (sqlite.org/rescode.html). */
export type SqliteCode =
  'busy' | 'read-only' | 'io' | 'corrupt' | 'full' | 'cannot-open' | 'constraint' | 'not-a-database' | 'other'

const PRIMARY_CODES: ReadonlyMap<number, SqliteCode> = new Map<number, SqliteCode>([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [10, 'io'],
  [11, 'corrupt'],
  [13, 'full'],
  [14, 'cannot-open'],
  [19, 'constraint'],
  [26, 'not-a-database'],
])

/** The code of an error that SQLite gave, or null for any other error. */
export function sqliteCode(error: Error): SqliteCode | null {
  if (!('errcode' in error) || typeof error.errcode !== 'number') return null
  // Extended result codes keep the primary one in their lowest byte.
  return PRIMARY_CODES.get(error.errcode & 0xff) ?? 'other'
}

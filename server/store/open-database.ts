import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../contracts/errors.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import { migrate, SchemaRefused } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { sqliteCode, type SqliteCode } from './sqlite-code.ts'

/** While it is opened, another process may hold the file: one that is being stopped, or a backup. */
const OPENING_TIMEOUT_MS = 2000

/** Afterwards the event loop would wait with the statement, so it gives up soon; the write queue tries again. */
const BUSY_TIMEOUT_MS = 20

export interface OpenedDatabase {
  readonly database: DatabaseSync
  readonly schema: { readonly from: number; readonly to: number }
}

/**
 * Opens the database file, readable by its owner only, makes it and its folder when they are missing, and
 * brings its schema up to date.
 * @throws AppError `STORE_FAILED`; its detail is one line that names the path and what to do.
 */
export function openDatabase(path: string): OpenedDatabase {
  let database: DatabaseSync | null = null
  try {
    prepareFile(path)
    database = new DatabaseSync(path, { timeout: OPENING_TIMEOUT_MS, enableForeignKeyConstraints: true })
    // A process that is killed loses nothing committed; a machine that loses power may lose the last moments.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    const schema = migrate(database, MIGRATIONS)
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
    return { database, schema }
  } catch (thrown) {
    database?.close()
    const error = normaliseError(thrown)
    throw new AppError('STORE_FAILED', `${path}: ${explain(error)}.`, { cause: error })
  }
}

/** SQLite gives its log files the mode of the database file, so that must be right before it is opened. */
function prepareFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

const EXPLANATIONS: Readonly<Partial<Record<SqliteCode, string>>> = {
  corrupt: 'the file is damaged; move it away or put a backup in its place, then start again',
  'not-a-database':
    'the file is not a database or is damaged; move it away or put a backup in its place, then start again',
  busy: 'another process holds the database; end it, then start again',
  full: 'the disk is full',
  'cannot-open': 'the file cannot be opened; it must be a file that this user may read and write',
  'read-only': 'the file or its folder cannot be written by this user',
}

function explain(error: Error): string {
  if (error instanceof SchemaRefused) return error.message
  const code = sqliteCode(error)
  if (code !== null) return EXPLANATIONS[code] ?? 'SQLite could not open it'
  return 'code' in error && typeof error.code === 'string'
    ? `the file cannot be made or opened (${error.code})`
    : 'the file cannot be opened'
}

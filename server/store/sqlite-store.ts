import type { CallStore } from '../contracts/store.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { openDatabase } from './open-database.ts'
import { SqliteCallStore } from './sqlite-call-store.ts'
import { WriteQueue } from './write-queue.ts'

export interface SqliteStoreOptions {
  /** The database file; it and its folder are made when they are missing, readable by their owner only. */
  readonly path: string
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
}

/**
 * Opens the embedded store and brings its schema up to date.
 * @throws AppError `STORE_FAILED` with one line that names the path and what to do.
 */
export function openSqliteStore({ path, log, registry, clock }: SqliteStoreOptions): CallStore {
  const { database, schema } = openDatabase(path)
  if (schema.from !== schema.to) log.info(schema, 'The store has a new schema.')
  const queue = new WriteQueue({ database, clock, log, registry })
  return new SqliteCallStore({ database, queue, clock })
}

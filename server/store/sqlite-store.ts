import type { Store } from '../contracts/store.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { Connection } from './connection.ts'
import { openDatabase } from './open-database.ts'
import { SqliteAssistStore } from './sqlite-assist-store.ts'
import { SqliteCallStateStore } from './sqlite-call-state-store.ts'
import { SqliteCallStore, type SqliteCallStoreOptions } from './sqlite-call-store.ts'
import { SqliteAttentionStore } from './sqlite-attention-store.ts'
import { SqliteAuditStore } from './sqlite-audit-store.ts'
import { SqliteCaseStore } from './sqlite-case-store.ts'
import { SqliteFiguresStore } from './sqlite-figures-store.ts'
import { SqliteIssueStore } from './sqlite-issue-store.ts'
import { SqliteNotifyStore } from './sqlite-notify-store.ts'
import { SqliteQualityStore } from './sqlite-quality-store.ts'
import { SqliteRuleStore } from './sqlite-rule-store.ts'
import { WriteQueue } from './write-queue.ts'

export interface SqliteStoreOptions {
  /** The database file; it and its folder are made when they are missing, readable by their owner only. */
  readonly path: string
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** The attribute that names the customer of a call; without it, nobody is known again. */
  readonly customerAttribute?: string | null | undefined
}

/**
 * Opens the embedded store and brings its schema up to date.
 * @throws AppError `STORE_FAILED` with one line that names the path and what to do.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { path, log, registry, clock, customerAttribute = null } = options
  const { database, schema } = openDatabase(path)
  if (schema.from !== schema.to) log.info(schema, 'The store has a new schema.')
  const queue = new WriteQueue({ database, clock, log, registry })
  const connection = new Connection({ database, queue })
  const store = new SqliteStore({ connection, clock, customerAttribute })
  store.addKeptCustomers().catch((thrown: unknown) => {
    log.error(traceOf(thrown), 'Which customers called before this start is not known.')
  })
  return store
}

/** Calls, with the other stores that lie in the same file. */
class SqliteStore extends SqliteCallStore implements Store {
  readonly rules: SqliteRuleStore
  readonly callStates: SqliteCallStateStore
  readonly issues: SqliteIssueStore
  readonly cases: SqliteCaseStore
  readonly attention: SqliteAttentionStore
  readonly audit: SqliteAuditStore
  readonly assist: SqliteAssistStore
  readonly figures: SqliteFiguresStore
  readonly notify: SqliteNotifyStore
  readonly quality: SqliteQualityStore

  constructor(options: SqliteCallStoreOptions) {
    super(options)
    this.rules = new SqliteRuleStore(options.connection)
    this.callStates = new SqliteCallStateStore(options.connection)
    this.audit = new SqliteAuditStore(options.connection)
    this.attention = new SqliteAttentionStore(options.connection)
    this.cases = new SqliteCaseStore(options.connection)
    this.assist = new SqliteAssistStore(options.connection)
    this.quality = new SqliteQualityStore(options.connection)
    this.figures = new SqliteFiguresStore(options.connection)
    this.issues = new SqliteIssueStore(options)
    this.notify = new SqliteNotifyStore(options)
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../contracts/errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import { sqliteCode } from './sqlite-code.ts'
import { createStoreMetrics, type StoreMetrics } from './store-metrics.ts'

/** A write is on disk after so many milliseconds at the latest, while the disk takes it. */
const COMMIT_EVERY_MS = 50

/** After a commit that failed. */
const RETRY_EVERY_MS = 500

/** So many waiting writes are committed at once, without waiting for the time. */
const COMMIT_AT = 500

/** When the disk takes nothing, so many writes wait; more are dropped and counted. */
const MAX_WAITING = 20_000

interface Write {
  readonly run: () => void
  readonly done: () => void
  readonly failed: (error: AppError) => void
}

interface WriteQueueOptions {
  readonly database: DatabaseSync
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
}

/**
 * Writes that wait to be committed together, in order: one transaction for many writes is what makes an
 * embedded database fast. What cannot be committed now (disk full, file locked) is kept and tried again; a
 * write that the database refuses fails alone.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions
  readonly #metrics: StoreMetrics
  #waiting: Write[] = []
  #cancelTimer: (() => void) | null = null
  #failing = false

  constructor(options: WriteQueueOptions) {
    this.#options = options
    this.#metrics = createStoreMetrics(options.registry, () => this.#waiting.length)
  }

  /** Resolves when the write is committed; rejects with `STORE_FAILED` when it never will be. */
  add(run: () => void): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#metrics.writes.inc({ result: 'dropped' })
      return Promise.reject(new AppError('STORE_FAILED', 'Too many writes wait for the disk.'))
    }
    const written = new Promise<void>((done, failed) => {
      this.#waiting.push({ run, done, failed })
    })
    // While commits fail, a full batch would be tried again at every write: leave it to the timer.
    if (this.#waiting.length >= COMMIT_AT && !this.#failing) this.#tryCommit()
    else this.#armTimer()
    return written
  }

  /** Commits everything that waits. @throws AppError `STORE_FAILED` when that is not possible now. */
  flush(): void {
    this.#stopTimer()
    try {
      this.#commit()
    } catch (thrown) {
      const error = this.#onFailure(thrown)
      this.#armTimer()
      throw error
    }
  }

  /** Commits what it can and gives up the rest, whose promises reject. @throws AppError `STORE_FAILED` for those. */
  close(): void {
    try {
      this.flush()
    } catch (thrown) {
      const lost = this.#waiting
      this.#waiting = []
      this.#metrics.writes.inc({ result: 'dropped' }, lost.length)
      for (const write of lost) write.failed(new AppError('STORE_FAILED', 'The store was closed before.'))
      throw thrown
    } finally {
      this.#stopTimer()
    }
  }

  #armTimer(): void {
    this.#cancelTimer ??= this.#options.clock.after(this.#failing ? RETRY_EVERY_MS : COMMIT_EVERY_MS, () => {
      this.#cancelTimer = null
      this.#tryCommit()
    })
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #tryCommit(): void {
    try {
      this.flush()
    } catch {
      // Counted and logged already; the writes are still here and the timer is armed.
    }
  }

  #commit(): void {
    const { database, clock, log } = this.#options
    if (this.#waiting.length === 0) return
    const startedAt = clock.now()
    database.exec('BEGIN IMMEDIATE')
    let refused: ReadonlyMap<Write, AppError>
    try {
      refused = this.#runWaiting()
      database.exec('COMMIT')
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw thrown
    }
    const written = this.#waiting
    this.#waiting = []
    this.#metrics.commitMs.observe(clock.now() - startedAt)
    this.#metrics.writes.inc({ result: 'committed' }, written.length - refused.size)
    this.#metrics.writes.inc({ result: 'refused' }, refused.size)
    if (this.#failing) log.info('The store takes writes again.')
    this.#failing = false
    for (const write of written) {
      const error = refused.get(write)
      if (error === undefined) write.done()
      else write.failed(error)
    }
  }

  /** Runs the writes within the transaction. Those that are refused harm no other; a lost transaction throws. */
  #runWaiting(): ReadonlyMap<Write, AppError> {
    const refused = new Map<Write, AppError>()
    for (const write of this.#waiting) {
      try {
        write.run()
      } catch (thrown) {
        if (!this.#options.database.isTransaction) throw thrown
        refused.set(write, refusal(thrown))
      }
    }
    return refused
  }

  #onFailure(thrown: unknown): AppError {
    const error = normaliseError(thrown)
    const cause = sqliteCode(error) ?? 'other'
    this.#metrics.commitFailures.inc({ cause })
    // Once, not twenty times a second for as long as the disk is full.
    if (!this.#failing) {
      this.#options.log.error({ cause }, 'The store takes no writes; they are kept and tried again.')
    }
    this.#failing = true
    return new AppError('STORE_FAILED', `Writing failed (${cause}).`, { cause: error })
  }
}

function refusal(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const error = normaliseError(thrown)
  const detail =
    sqliteCode(error) === 'constraint'
      ? 'What was written belongs to a call that was never saved.'
      : 'A write was refused.'
  return new AppError('STORE_FAILED', detail, { cause: error })
}

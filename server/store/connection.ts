import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { AppError } from '../contracts/errors.ts'
import { Statements } from './statements.ts'
import type { WriteQueue } from './write-queue.ts'

interface ConnectionOptions {
  readonly database: DatabaseSync
  readonly queue: WriteQueue
}

/** One open database, shared by all that is kept in it. A read commits what waits first, so it sees all earlier writes. */
export class Connection {
  readonly #database: DatabaseSync
  readonly #queue: WriteQueue
  readonly #statements: Statements
  #closed = false

  constructor({ database, queue }: ConnectionOptions) {
    this.#database = database
    this.#queue = queue
    this.#statements = new Statements(database)
  }

  /** Queues a write; resolves when it is committed. `run` may call `run` and `change`. */
  async write(run: () => void): Promise<void> {
    this.#mustBeOpen()
    await this.#queue.add(run)
  }

  /** Returns how many rows it changed. */
  run(sql: string, values: readonly SQLInputValue[]): number {
    return this.#statements.run(sql, values)
  }

  read(sql: string, values: readonly SQLInputValue[]): readonly unknown[] {
    this.#mustBeOpen()
    this.#queue.flush()
    return this.#statements.all(sql, values)
  }

  async flush(): Promise<void> {
    this.#mustBeOpen()
    this.#queue.flush()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    try {
      this.#queue.close()
    } finally {
      this.#database.close()
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new AppError('STORE_FAILED', 'The store is closed.')
  }
}

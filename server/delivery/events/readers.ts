import type { Principal } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { DeliveryLimits } from '../limits.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import type { Reader } from './reader.ts'
import { ReaderIndex } from './reader-index.ts'
import { READERS, type Audience } from './subscriptions.ts'

/** The longest delay of a timer; a token may be good for longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface ReadersOptions {
  readonly clock: Clock
  readonly limits: DeliveryLimits
  readonly metrics: DeliveryMetrics
}

/** The connected readers: who is let in, for how long, and how they are sent away. */
export class Readers {
  readonly #options: ReadersOptions
  readonly #index = new ReaderIndex()
  readonly #detachers = new Map<Reader, () => void>()
  readonly #drained: (() => void)[] = []
  #stopHeartbeat: (() => void) | null = null
  #closing = false

  constructor(options: ReadersOptions) {
    this.#options = options
  }

  start(): void {
    this.#stopHeartbeat ??= this.#options.clock.every(this.#options.limits.heartbeatMs, () => this.#beat())
  }

  /** Everybody who might see an event for this audience; whether each may is asked of the reader. */
  candidates(audience: Audience): readonly Reader[] {
    return this.#index.candidates(audience)
  }

  /** @throws AppError `FORBIDDEN`, `SHUTTING_DOWN` or `TOO_MANY_READERS` when this principal cannot read now. */
  admit(principal: Principal): void {
    if (!READERS.has(principal.role)) throw new AppError('FORBIDDEN')
    if (this.#closing) throw new AppError('SHUTTING_DOWN')
    if (this.#index.size >= this.#options.limits.readers) throw new AppError('TOO_MANY_READERS')
  }

  /** Counts the reader in until the returned function is called; calling that again does nothing. */
  add(reader: Reader): () => void {
    const labels = { transport: reader.transport.kind, role: reader.principal.role }
    this.#index.add(reader)
    this.#options.metrics.readers.inc(labels)
    const cancelExpiry = this.#expire(reader)
    const detach = (): void => {
      if (!this.#index.remove(reader)) return
      cancelExpiry()
      reader.release()
      this.#detachers.delete(reader)
      this.#options.metrics.readers.dec(labels)
      if (this.#index.size === 0) for (const resolve of this.#drained.splice(0)) resolve()
    }
    this.#detachers.set(reader, detach)
    return detach
  }

  /** Closes every reader and takes no more. */
  close(): void {
    this.#closing = true
    this.#stopHeartbeat?.()
    this.#stopHeartbeat = null
    for (const reader of this.#index.all()) this.#dismiss(reader, new AppError('SHUTTING_DOWN'))
  }

  /** Resolves when no reader is connected. */
  drained(): Promise<void> {
    if (this.#index.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  /** Cuts the connections that did not close by themselves. */
  terminate(): void {
    for (const reader of this.#index.all()) this.#cut(reader)
  }

  #beat(): void {
    for (const reader of this.#index.all()) {
      if (reader.transport.heartbeat()) continue
      this.#options.metrics.readersClosed.inc({ reason: 'silent' })
      this.#cut(reader)
    }
  }

  #expire(reader: Reader): () => void {
    const { clock } = this.#options
    const leftMs = Math.max(0, reader.principal.expiresAt - clock.now())
    let cancel = clock.after(Math.min(leftMs, LONGEST_TIMER_MS), () => {
      if (reader.principal.expiresAt > clock.now()) cancel = this.#expire(reader)
      else this.#dismiss(reader, new AppError('TOKEN_EXPIRED'))
    })
    return () => cancel()
  }

  /** The reader stays counted until its connection is really over. */
  #dismiss(reader: Reader, error: AppError): void {
    this.#options.metrics.readersClosed.inc({ reason: error.code })
    reader.release()
    reader.transport.close(error)
  }

  #cut(reader: Reader): void {
    reader.transport.terminate()
    this.#detachers.get(reader)?.()
  }
}

import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { ChannelHandler } from '../pool/channel-handler.ts'
import type { WorkerPool } from '../pool/worker-pool.ts'

/** Whoever wants to be served with a model. */
export interface ModelClient extends ChannelHandler {
  /** The model could not be loaded; it is tried again while anybody wants it. */
  failed(): void
}

/** The workers of a model while it is loaded. */
export type Workers = Pick<WorkerPool, 'readyWorkers' | 'start' | 'attach' | 'detach' | 'renew' | 'stop'>

/** Counts what happens to a model. */
export interface ModelEvents {
  loaded(): void
  failed(error: AppError): void
  /** Its workers have ended. */
  unloaded(): void
}

interface ModelPoolOptions {
  readonly name: string
  readonly createPool: () => Workers
  /** How long the model stays loaded without a channel, in milliseconds; null: always. */
  readonly idleMs: number | null
  readonly clock: Clock
  readonly log: Log
  readonly events: ModelEvents
}

interface Failure {
  readonly error: AppError
  readonly cancelRetry: () => void
}

const STOP_MS = 2000
/** A model that cannot be loaded is not tried again sooner: what is wrong is on the disk, or the memory is full. */
const RETRY_MS = 30_000

/** The workers of one model: started when a channel first asks for them, ended when none has for a while. */
export class ModelPool {
  readonly name: string
  readonly #options: ModelPoolOptions
  /** Everybody who has a channel, and the group that shares a worker. */
  readonly #clients = new Map<ModelClient, { readonly group: string }>()
  readonly #stopping = new Set<Promise<void>>()
  #pool: Workers | null = null
  #failure: Failure | null = null
  #cancelIdle: () => void = () => undefined
  #closed = false

  constructor(options: ModelPoolOptions) {
    this.#options = options
    this.name = options.name
  }

  get channels(): number {
    return this.#clients.size
  }

  get readyWorkers(): number {
    return this.#pool?.readyWorkers ?? 0
  }

  /** Why it could not be loaded a moment ago; null: nothing stands against it. */
  get failure(): AppError | null {
    return this.#failure?.error ?? null
  }

  /**
   * Loads the model now; resolves when a worker has.
   * @throws AppError as `WorkerPool.start`.
   */
  async start(): Promise<void> {
    await this.#newPool().start()
    this.#options.events.loaded()
  }

  /** Finds a worker for the channel, loading the model first where it is not. */
  attach(client: ModelClient, options: { readonly group: string }): void {
    if (this.#closed) return
    this.#cancelIdle()
    this.#clients.set(client, options)
    if (this.#pool !== null) this.#pool.attach(client, options)
    else if (this.#failure === null) this.#load()
  }

  detach(client: ModelClient): void {
    if (!this.#clients.delete(client)) return
    this.#pool?.detach(client)
    const { idleMs, clock } = this.#options
    if (this.#clients.size > 0 || this.#pool === null || idleMs === null) return
    this.#cancelIdle = clock.after(idleMs, () => this.#unload())
  }

  /**
   * Replaces the workers by such that load the model from another folder; no call notices.
   * @throws AppError as `WorkerPool.renew`.
   */
  async renew(modelDir: string): Promise<void> {
    await this.#pool?.renew({ reason: 'profile', modelDir })
  }

  /** Ends the workers, at the latest after `deadlineMs`. Nothing is loaded after it. */
  async stop(deadlineMs: number): Promise<void> {
    this.#closed = true
    this.#cancelIdle()
    this.#failure?.cancelRetry()
    if (this.#pool !== null) this.#end(this.#pool, deadlineMs)
    await Promise.all(this.#stopping)
  }

  #newPool(): Workers {
    this.#pool = this.#options.createPool()
    return this.#pool
  }

  #load(): void {
    this.#failure = null
    const { clock, log, events } = this.#options
    const startedAt = clock.now()
    const pool = this.#newPool()
    pool.start().then(
      () => {
        log.info({ tookMs: Math.round(clock.now() - startedAt) }, 'A model has been loaded.')
        events.loaded()
      },
      (thrown: unknown) => this.#failed(pool, thrown),
    )
    for (const [client, options] of this.#clients) pool.attach(client, options)
  }

  #failed(pool: Workers, thrown: unknown): void {
    // Stopped while it was loading: that was asked for.
    if (this.#pool !== pool || this.#closed) return
    this.#end(pool, STOP_MS)
    const cause = normaliseError(thrown)
    const { log, clock, name, events } = this.#options
    const code = thrown instanceof AppError ? thrown.code : 'INTERNAL'
    log.error({ code, channels: this.#clients.size, err: cause }, 'A model could not be loaded.')
    const error = new AppError('RECOGNISER_FAILED', `The model ${name} could not be loaded.`, {
      cause,
      retryAfterMs: RETRY_MS,
    })
    this.#failure = { error, cancelRetry: clock.after(RETRY_MS, () => this.#retry()) }
    for (const client of [...this.#clients.keys()]) client.failed()
    events.failed(error)
  }

  #retry(): void {
    this.#failure = null
    if (this.#clients.size > 0) this.#load()
  }

  #unload(): void {
    if (this.#pool === null) return
    this.#options.log.info('A model has been unloaded, as nobody uses it.')
    this.#end(this.#pool, STOP_MS)
  }

  #end(pool: Workers, deadlineMs: number): void {
    this.#pool = null
    const stopped = pool.stop(deadlineMs).finally(() => {
      this.#stopping.delete(stopped)
      if (this.#pool === null) this.#options.events.unloaded()
    })
    this.#stopping.add(stopped)
  }
}

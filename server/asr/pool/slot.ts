import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { PoolMetrics } from '../recognition-metrics.ts'
import type { Work } from '../capacity/cost-book.ts'
import type { WorkerStats } from '../ipc-message.ts'
import type { ChannelHandler } from './channel-handler.ts'
import { Departure, type Moves } from './departure.ts'
import { RestartBackoff } from './restart-backoff.ts'
import { ServingWorker } from './serving-worker.ts'
import type { WorkerExit, WorkerSettings } from './supervised-worker.ts'
import { WorkerNoise } from './worker-noise.ts'

const HEALTHY_AFTER_MS = 60_000
const STOP_RETIRED_MS = 5000

export interface SlotEvents {
  /** A worker has loaded the model, and the slot's channels are its own. */
  ready(): void
  /** The worker said how much memory it holds. */
  measured(): void
  /** The worker has ended unasked. False: no other is started, because none would serve either. */
  ended(exit: WorkerExit): boolean
  /** Workers end again and again; the slot's channels are better served elsewhere. */
  failing(): void
}

interface SlotOptions extends WorkerSettings {
  readonly index: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: PoolMetrics
  readonly onWork?: ((work: Work) => void) | undefined
  readonly events: SlotEvents
}

/** The next worker while it loads its model. */
interface Successor {
  readonly worker: ServingWorker
  readonly moveDeadlineMs: number
}

/** A slot that fails so often in a row gives its channels to the others. */
const FAILURES_BEFORE_MOVING = 2

/** A place for one worker after another. Channels belong to the place and outlive the worker. */
export class Slot {
  readonly index: number
  readonly #options: SlotOptions
  readonly #handlers = new Set<ChannelHandler>()
  readonly #backoff = new RestartBackoff()
  readonly #noise: WorkerNoise
  #modelDir: string
  #state: 'idle' | 'running' | 'stopped' = 'idle'
  /** Serves, or loads its model; null while the slot waits for the next start. */
  #current: ServingWorker | null = null
  #successor: Successor | null = null
  #departure: Departure | null = null
  /** Of the renewal that goes on now or was the last. */
  #outcome: PromiseWithResolvers<Moves> | null = null

  constructor(options: SlotOptions) {
    this.#options = options
    this.index = options.index
    this.#modelDir = options.modelDir
    this.#noise = new WorkerNoise({ ...options, worker: options.index })
  }

  get handlers(): ReadonlySet<ChannelHandler> {
    return this.#handlers
  }

  get isStarted(): boolean {
    return this.#state !== 'idle'
  }

  get isReady(): boolean {
    return this.#current?.isReady === true
  }

  /** Workers that ended in a row, without a minute of health between them. */
  get failures(): number {
    return this.#backoff.failures
  }

  /** The folder of the model that its next worker loads. */
  get modelDir(): string {
    return this.#modelDir
  }

  /** What the serving worker holds, and what it held when it had just loaded its model. */
  get memory(): { readonly rssBytes: number; readonly loadedBytes: number } {
    return { rssBytes: this.#current?.rssBytes ?? 0, loadedBytes: this.#current?.loadedBytes ?? 0 }
  }

  start(modelDir: string): void {
    this.#state = 'running'
    this.#modelDir = modelDir
    this.#launch()
  }

  add(handler: ChannelHandler): void {
    this.#handlers.add(handler)
    if (this.isReady) this.#serve(handler)
  }

  remove(handler: ChannelHandler): void {
    this.#handlers.delete(handler)
    this.#current?.release(handler)
    this.#departure?.release(handler)
  }

  /** Takes the channels away that no worker serves now. */
  takeUnserved(): readonly ChannelHandler[] {
    const unserved = this.#unserved()
    for (const handler of unserved) this.#handlers.delete(handler)
    return unserved
  }

  /**
   * Replaces the worker: the next one loads its model while this one goes on, then the channels go over, each
   * at a quiet moment or at the latest after `moveDeadlineMs`, and the old worker ends.
   * @throws AppError as the new worker says, or `RECOGNISER_FAILED`; the old one then goes on. `SHUTTING_DOWN`.
   */
  async renew(options: { readonly modelDir: string; readonly moveDeadlineMs: number }): Promise<Moves> {
    if (this.#state === 'stopped') throw new AppError('SHUTTING_DOWN')
    if (this.#current === null) {
      // The next one to be started is new anyway.
      this.#modelDir = options.modelDir
      return { quiet: 0, replayed: 0 }
    }
    this.#successor = { worker: this.#newWorker(options.modelDir), moveDeadlineMs: options.moveDeadlineMs }
    this.#outcome = Promise.withResolvers<Moves>()
    return this.#outcome.promise
  }

  /** Ends the slot's workers, at the latest after `deadlineMs`. */
  async stop(deadlineMs: number): Promise<void> {
    this.#state = 'stopped'
    this.#outcome?.reject(new AppError('SHUTTING_DOWN'))
    const workers = [this.#current, this.#successor?.worker, this.#departure?.worker].filter(
      (worker) => worker !== undefined && worker !== null,
    )
    this.#departure?.ended()
    await Promise.all(workers.map((worker) => worker.stop(deadlineMs, 'stopped')))
  }

  #launch(): void {
    if (this.#state !== 'running') return
    try {
      this.#current = this.#newWorker(this.#modelDir)
    } catch (thrown) {
      // The machine has no room for another process now.
      this.#serverEnded({ reason: 'crashed', error: null, status: normaliseError(thrown).message }, [])
    }
  }

  #newWorker(modelDir: string): ServingWorker {
    const { metrics, index, log, events, onWork } = this.#options
    this.#noise.workerStarts()
    const worker: ServingWorker = new ServingWorker({
      // Whole, so that a new setting of workers needs no mention here.
      ...this.#options,
      modelDir,
      events: {
        ready: (loadMs) => this.#ready(worker, { loadMs, modelDir }),
        stats: (stats, before) => {
          metrics.worker({ worker: index, stats, before, serving: worker === this.#current })
          // The first report holds the loading of the model.
          if (before !== null) onWork?.(workBetween(before, stats))
          events.measured()
        },
        line: (line) => this.#noise.line(line),
        fault: () => this.#noise.fault(),
        exit: (exit, served) => this.#exit(worker, { exit, served }),
      },
    })
    metrics.starts.inc()
    log.debug({ worker: index, pid: worker.pid }, 'Recognition worker started.')
    return worker
  }

  #ready(worker: ServingWorker, { loadMs, modelDir }: { loadMs: number; modelDir: string }): void {
    // It was replaced before it was ready, and is asked to end.
    if (worker === this.#departure?.worker) return
    const { clock, log, events } = this.#options
    log.info({ worker: this.index, loadMs: Math.round(loadMs) }, 'Recognition worker ready.')
    clock.after(HEALTHY_AFTER_MS, () => {
      if (this.#current === worker) this.#backoff.healthy()
    })
    if (this.#successor?.worker === worker) this.#takeOver(this.#successor)
    this.#modelDir = modelDir
    for (const handler of this.#unserved()) this.#serve(handler)
    this.#departure?.ask()
    events.ready()
  }

  /** The successor serves from now on; whoever the old worker still serves leaves it one by one. */
  #takeOver({ worker, moveDeadlineMs }: Successor): void {
    const old = this.#current
    this.#current = worker
    this.#successor = null
    if (old === worker || old === null) {
      // The old one has died meanwhile.
      this.#outcome?.resolve({ quiet: 0, replayed: 0 })
      return
    }
    const departure = new Departure({
      worker: old,
      clock: this.#options.clock,
      moveDeadlineMs,
      stopDeadlineMs: STOP_RETIRED_MS,
      canTakeOver: () => this.isReady,
      takeOver: (handler) => this.#serve(handler),
    })
    this.#departure = departure
    void departure.done.then((moves) => {
      this.#departure = null
      this.#outcome?.resolve(moves)
    })
  }

  #serve(handler: ChannelHandler): void {
    this.#current?.serve(handler, () => this.#departure?.leave(handler))
  }

  #unserved(): readonly ChannelHandler[] {
    const served = new Set([
      ...(this.isReady ? (this.#current?.served ?? []) : []),
      ...(this.#departure?.worker.served ?? []),
    ])
    return [...this.#handlers].filter((handler) => !served.has(handler))
  }

  #exit(
    worker: ServingWorker,
    { exit, served }: { exit: WorkerExit; served: readonly ChannelHandler[] },
  ): void {
    if (this.#state === 'stopped') return
    if (worker === this.#current) this.#serverEnded(exit, served)
    else if (worker === this.#successor?.worker) this.#successorEnded(exit)
    else this.#departed(exit, served)
  }

  #serverEnded(exit: WorkerExit, served: readonly ChannelHandler[]): void {
    const ended = this.#current
    this.#current = null
    const delayMs = this.#backoff.failed()
    this.#tellEnd(exit, { channels: served.length, delayMs })
    if (ended !== null && this.#successor?.worker === ended) this.#successorFailed(exit)
    if (!this.#options.events.ended(exit)) return
    this.#lose(served)
    if (this.#successor !== null) {
      this.#current = this.#successor.worker
      return
    }
    if (this.#backoff.failures >= FAILURES_BEFORE_MOVING) this.#options.events.failing()
    if (delayMs === 0) this.#launch()
    else this.#options.clock.after(delayMs, () => this.#launch())
  }

  /** It never served; the old worker goes on. */
  #successorEnded(exit: WorkerExit): void {
    this.#tellEnd(exit, { channels: 0 })
    this.#successorFailed(exit)
  }

  #successorFailed(exit: WorkerExit): void {
    const ended = new AppError('RECOGNISER_FAILED', `A worker ended with ${exit.status}.`)
    this.#outcome?.reject(exit.error ?? ended)
    this.#successor = null
  }

  /** A worker that was replaced has ended, as asked or before its channels had left it. */
  #departed(exit: WorkerExit, served: readonly ChannelHandler[]): void {
    if (exit.reason === 'retired') this.#options.metrics.exits.inc({ reason: exit.reason })
    else this.#tellEnd(exit, { channels: served.length })
    this.#lose(served)
    if (this.isReady) for (const handler of served) this.#serve(handler)
    this.#departure?.ended()
  }

  #lose(served: readonly ChannelHandler[]): void {
    this.#options.metrics.moves.inc({ how: 'died' }, served.length)
    for (const handler of served) handler.detached('died')
  }

  #tellEnd({ reason, status }: WorkerExit, fields: { channels: number; delayMs?: number }): void {
    const { log, metrics } = this.#options
    metrics.exits.inc({ reason })
    log.error({ worker: this.index, reason, status, ...fields }, 'Recognition worker ended unasked.')
  }
}

function workBetween(before: WorkerStats, after: WorkerStats): Work {
  return { cpuMs: after.cpuMs - before.cpuMs, decodedMs: after.decodedMs - before.decodedMs }
}

import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { PoolMetrics } from '../recognition-metrics.ts'
import type { Work } from '../capacity/cost-book.ts'
import type { ChannelHandler } from './channel-handler.ts'
import { defaultWorkerLimit, memoryOfMachine } from './memory-limit.ts'
import { Placement } from './placement.ts'
import { Slot } from './slot.ts'
import type { WorkerExit, WorkerSettings } from './supervised-worker.ts'

export interface WorkerPoolOptions extends WorkerSettings {
  /** Worker processes at most, not counting those that are about to be replaced. */
  readonly workers: number
  /** How many of them run from the start; all by default. */
  readonly startWorkers?: number | undefined
  /** When every worker has at least so many channels, another is started; never by default. */
  readonly growAtChannels?: number | undefined
  /** Resident memory beyond which a worker is replaced, in bytes; by default, its part of the machine's. */
  readonly maxWorkerBytes?: number | undefined
  readonly clock: Clock
  readonly log: Log
  readonly metrics: PoolMetrics
  /** Told what a worker has done since it was asked last. */
  readonly onWork?: ((work: Work) => void) | undefined
}

/** Why workers are replaced; a label of the metrics. */
export type RenewReason = 'memory' | 'profile'

/** So many crashes before the first worker was ready mean that none ever will be. */
const START_ATTEMPTS = 3
/** A channel that found no quiet moment for so long is moved in the middle of its words, which are sent again. */
const MOVE_DEADLINE_MS = 20_000
/** A worker is not replaced for its memory more often than this: a limit that is too low must not become a load. */
const RETIREMENT_GAP_MS = 120_000

/** Keeps the workers running, gives each call to the least loaded one, and replaces those that have grown too large. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #slots: readonly Slot[]
  readonly #placement = new Placement<Slot>()
  readonly #firstReady = Promise.withResolvers<undefined>()
  /** Renewals follow each other, so that only one worker more than usual is ever there. */
  #renewals: Promise<void> = Promise.resolve()
  readonly #retiredAt = new Map<Slot, number>()
  #modelDir: string
  /** A worker has been ready. */
  #started = false
  #stopping = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    this.#modelDir = options.modelDir
    this.#slots = Array.from({ length: options.workers }, (_, index) => this.#newSlot(index))
    // `start` may never be awaited when something else fails first.
    this.#firstReady.promise.catch(() => undefined)
  }

  get readyWorkers(): number {
    return this.#slots.filter((slot) => slot.isReady).length
  }

  get #running(): readonly Slot[] {
    return this.#slots.filter((slot) => slot.isStarted)
  }

  /**
   * Starts the workers; resolves when the first has loaded the model.
   * @throws AppError `LIBRARY_UNAVAILABLE` or `MODEL_INCOMPLETE` as the worker says, `RECOGNISER_FAILED` when
   * workers die before they can say anything, `SHUTTING_DOWN` when it is stopped first.
   */
  async start(): Promise<void> {
    const { startWorkers = this.#slots.length } = this.#options
    for (const slot of this.#slots.slice(0, Math.max(1, startWorkers))) slot.start(this.#modelDir)
    await this.#firstReady.promise
  }

  /**
   * Finds a worker for the channel: the one that serves its group already, else the one with the fewest groups.
   * `attached` is called now or as soon as a worker is ready.
   */
  attach(handler: ChannelHandler, options: { readonly group: string }): void {
    this.#placement.place(handler, { ...options, places: this.#running })
    this.#growWhenFull()
  }

  detach(handler: ChannelHandler): void {
    this.#placement.remove(handler)
  }

  /**
   * Replaces all workers one after another, with another model folder when one is named; no call notices.
   * Resolves when the last old worker has ended.
   * @throws AppError what the first new worker that could not serve has said, or `RECOGNISER_FAILED`: the
   * workers that have not been replaced go on. `SHUTTING_DOWN`.
   */
  renew({ reason, modelDir }: { readonly reason: RenewReason; readonly modelDir?: string }): Promise<void> {
    return this.#inTurn(async () => {
      for (const slot of this.#slots) {
        if (!slot.isStarted) continue
        await this.#renewSlot(slot, { reason, modelDir: modelDir ?? slot.modelDir })
        this.#modelDir = slot.modelDir
      }
    })
  }

  /** Ends all workers, at the latest after `deadlineMs`. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopping = true
    this.#firstReady.reject(new AppError('SHUTTING_DOWN'))
    await Promise.all(this.#slots.map((slot) => slot.stop(deadlineMs)))
  }

  #newSlot(index: number): Slot {
    const slot: Slot = new Slot({
      ...this.#options,
      index,
      events: {
        ready: () => {
          this.#started = true
          this.#firstReady.resolve(undefined)
        },
        measured: () => this.#watchMemory(slot),
        ended: (exit) => !this.#refusesStart(slot, exit),
        failing: () => this.#moveChannels(slot),
      },
    })
    return slot
  }

  /** Whoever waits for the start is told, and stops the pool: another worker would only say the same. */
  #refusesStart(slot: Slot, exit: WorkerExit): boolean {
    if (this.#started || (exit.error === null && slot.failures < START_ATTEMPTS)) return false
    const ended = new AppError('RECOGNISER_FAILED', `A worker ended with ${exit.status}.`)
    this.#firstReady.reject(exit.error ?? ended)
    return true
  }

  #moveChannels(slot: Slot): void {
    const others = this.#slots.filter((other) => other !== slot && other.isReady)
    if (others.length === 0) return
    this.#placement.placeAgain(slot.takeUnserved(), others)
  }

  #growWhenFull(): void {
    const { growAtChannels = Infinity } = this.#options
    if (this.#running.some((slot) => slot.handlers.size < growAtChannels)) return
    this.#slots.find((slot) => !slot.isStarted)?.start(this.#modelDir)
  }

  #watchMemory(slot: Slot): void {
    const { clock, workers, log } = this.#options
    const { rssBytes, loadedBytes } = slot.memory
    const limitBytes =
      this.#options.maxWorkerBytes ??
      defaultWorkerLimit({ memoryBytes: memoryOfMachine(), workers, loadedBytes })
    const retiredAt = this.#retiredAt.get(slot) ?? -Infinity
    if (rssBytes <= limitBytes || clock.now() - retiredAt < RETIREMENT_GAP_MS) return
    // Until it has been done, however long others come first.
    this.#retiredAt.set(slot, Infinity)
    log.info({ worker: slot.index, rssBytes, limitBytes }, 'Recognition worker has grown past its limit.')
    this.#inTurn(() => this.#renewSlot(slot, { reason: 'memory', modelDir: slot.modelDir })).catch(() => {
      // Said and counted; the worker goes on, and is tried again when the gap is over.
    })
  }

  async #renewSlot(
    slot: Slot,
    { reason, modelDir }: { reason: RenewReason; modelDir: string },
  ): Promise<void> {
    const { clock, log, metrics } = this.#options
    const startedAt = clock.now()
    try {
      const moves = await slot.renew({ modelDir, moveDeadlineMs: MOVE_DEADLINE_MS })
      metrics.renewals.inc({ reason, outcome: 'renewed' })
      metrics.moves.inc({ how: 'quiet' }, moves.quiet)
      metrics.moves.inc({ how: 'replayed' }, moves.replayed)
      const tookMs = Math.round(clock.now() - startedAt)
      log.info({ worker: slot.index, reason, tookMs, ...moves }, 'Recognition worker replaced.')
    } catch (thrown) {
      if (this.#stopping) throw thrown
      metrics.renewals.inc({ reason, outcome: 'failed' })
      log.warn(
        { worker: slot.index, reason, err: normaliseError(thrown) },
        'Recognition worker was not replaced.',
      )
      throw thrown
    } finally {
      this.#retiredAt.set(slot, clock.now())
    }
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#renewals.then(() => {
      if (this.#stopping) throw new AppError('SHUTTING_DOWN')
      return task()
    })
    this.#renewals = turn.catch(() => undefined)
    return turn
  }
}

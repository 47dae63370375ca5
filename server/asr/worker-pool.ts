import type { RecognitionRate } from '../contracts/audio.ts'
import { AppError } from '../contracts/errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import type { ChannelMessage, WorkerStats } from './ipc-message.ts'
import type { RecognitionMetrics } from './recognition-metrics.ts'
import { SupervisedWorker, type WorkerExit, type WorkerSettings } from './supervised-worker.ts'

/** A channel's way to the worker that serves it now. Dead as soon as `detached` is called. */
export interface ChannelPort {
  open(options: { readonly speaking: boolean }): void
  audio(chunk: { readonly atMs: number; readonly rate: RecognitionRate; readonly samples: Int16Array }): void
  flush(): void
}

/** Whoever wants to be served by a worker. */
export interface ChannelHandler {
  /** A worker is ready; called again with another one after `detached`. */
  attached(port: ChannelPort): void
  /** The worker is gone, with all that it had not answered. */
  detached(): void
  message(message: ChannelMessage): void
}

interface WorkerPoolOptions extends WorkerSettings {
  readonly workers: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: RecognitionMetrics
}

/** A place for one worker after another. Channels belong to the place and outlive the worker. */
interface Slot {
  readonly index: number
  readonly handlers: Set<ChannelHandler>
  /** Handlers of the present worker by channel id; ids are never used twice. */
  readonly channels: Map<number, ChannelHandler>
  worker: SupervisedWorker | null
  ready: boolean
  stats: WorkerStats | null
  /** Ends in a row, without a minute of health between them. */
  failures: number
  linesLogged: number
  lastFaultLogAt: number
}

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000
const HEALTHY_AFTER_MS = 60_000
/** A slot that fails again and again gives its channels to the others. */
const FAILURES_BEFORE_MOVING = 2
/** So many crashes before the first worker was ready mean that none ever will be. */
const START_ATTEMPTS = 3
const LINES_LOGGED_PER_WORKER = 5
const FAULT_LOG_INTERVAL_MS = 60_000

/** Keeps the workers running and gives each channel to the least loaded one, for as long as it lives. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #slots: readonly Slot[]
  readonly #slotOf = new Map<ChannelHandler, Slot>()
  readonly #firstReady = Promise.withResolvers<undefined>()
  #nextChannelId = 1
  /** A worker has been ready. */
  #started = false
  #stopping = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.workers }, (_, index) => ({
      index,
      handlers: new Set<ChannelHandler>(),
      channels: new Map<number, ChannelHandler>(),
      worker: null,
      ready: false,
      stats: null,
      failures: 0,
      linesLogged: 0,
      lastFaultLogAt: -Infinity,
    }))
    // `start` may never be awaited when something else fails first.
    this.#firstReady.promise.catch(() => undefined)
  }

  get readyWorkers(): number {
    return this.#slots.filter((slot) => slot.ready).length
  }

  /**
   * Starts the workers; resolves when the first has loaded the model.
   * @throws AppError `LIBRARY_UNAVAILABLE` or `MODEL_INCOMPLETE` as the worker says, `RECOGNISER_FAILED` when
   * workers die before they can say anything, `SHUTTING_DOWN` when it is stopped first.
   */
  async start(): Promise<void> {
    for (const slot of this.#slots) this.#launch(slot)
    await this.#firstReady.promise
  }

  /** Finds a worker for the channel. `attached` is called now or as soon as a worker is ready. */
  attach(handler: ChannelHandler): void {
    this.#place(handler, this.#slots)
  }

  detach(handler: ChannelHandler): void {
    const slot = this.#slotOf.get(handler)
    if (slot === undefined) return
    this.#slotOf.delete(handler)
    slot.handlers.delete(handler)
    for (const [channelId, owner] of slot.channels) {
      if (owner !== handler) continue
      slot.channels.delete(channelId)
      slot.worker?.send({ type: 'close', channelId })
    }
  }

  /** Ends all workers, at the latest after `deadlineMs`. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopping = true
    this.#firstReady.reject(new AppError('SHUTTING_DOWN'))
    await Promise.all(
      this.#slots.map(async (slot) => {
        await slot.worker?.stop(deadlineMs)
      }),
    )
  }

  #place(handler: ChannelHandler, slots: readonly Slot[]): void {
    const ready = slots.filter((slot) => slot.ready)
    const [slot] = (ready.length > 0 ? ready : [...slots]).sort((a, b) => a.handlers.size - b.handlers.size)
    if (slot === undefined) return
    this.#slotOf.set(handler, slot)
    slot.handlers.add(handler)
    if (slot.ready) this.#connect(slot, handler)
  }

  #connect(slot: Slot, handler: ChannelHandler): void {
    const { worker } = slot
    if (worker === null) return
    const channelId = this.#nextChannelId
    this.#nextChannelId += 1
    slot.channels.set(channelId, handler)
    handler.attached({
      open: ({ speaking }) => worker.send({ type: 'open', channelId, speaking }),
      audio: (chunk) => worker.send({ type: 'audio', channelId, ...chunk }),
      flush: () => worker.send({ type: 'flush', channelId }),
    })
  }

  #launch(slot: Slot): void {
    if (this.#stopping) return
    slot.linesLogged = 0
    slot.stats = null
    try {
      slot.worker = this.#newWorker(slot)
    } catch (thrown) {
      // The machine has no room for another process now.
      this.#exit(slot, { reason: 'crashed', error: null, status: normaliseError(thrown).message })
      return
    }
    this.#options.log.debug({ worker: slot.index, pid: slot.worker.pid }, 'Recognition worker started.')
  }

  #newWorker(slot: Slot): SupervisedWorker {
    const { clock, modelDir, libraryPath, metrics } = this.#options
    return new SupervisedWorker({
      clock,
      modelDir,
      libraryPath,
      events: {
        ready: (loadMs) => this.#ready(slot, loadMs),
        channel: (message) => this.#message(slot, message),
        stats: (stats) => {
          metrics.worker({ worker: slot.index, stats, before: slot.stats })
          slot.stats = stats
        },
        line: (line) => this.#line(slot, line),
        exit: (exit) => this.#exit(slot, exit),
      },
    })
  }

  #ready(slot: Slot, loadMs: number): void {
    slot.ready = true
    const { worker } = slot
    this.#options.log.info({ worker: slot.index, loadMs: Math.round(loadMs) }, 'Recognition worker ready.')
    this.#options.clock.after(HEALTHY_AFTER_MS, () => {
      if (slot.worker === worker) slot.failures = 0
    })
    for (const handler of slot.handlers) this.#connect(slot, handler)
    this.#started = true
    this.#firstReady.resolve(undefined)
  }

  #message(slot: Slot, message: ChannelMessage): void {
    if (message.type === 'fault') this.#fault(slot)
    slot.channels.get(message.channelId)?.message(message)
  }

  /** A model that refuses everything would fault many times a second: counted each time, said once a minute. */
  #fault(slot: Slot): void {
    const { clock, log, metrics } = this.#options
    metrics.faults.inc()
    if (clock.now() - slot.lastFaultLogAt < FAULT_LOG_INTERVAL_MS) return
    slot.lastFaultLogAt = clock.now()
    log.error({ worker: slot.index }, 'The native recogniser refused samples; the utterance is lost.')
  }

  #line(slot: Slot, line: string): void {
    this.#options.metrics.nativeLines.inc()
    slot.linesLogged += 1
    if (slot.linesLogged > LINES_LOGGED_PER_WORKER) return
    this.#options.log.warn(
      { worker: slot.index, line: line.slice(0, 300) },
      'A recognition worker wrote a line.',
    )
  }

  #exit(slot: Slot, exit: WorkerExit): void {
    slot.worker = null
    slot.ready = false
    slot.failures += 1
    const connected = [...slot.channels.values()]
    slot.channels.clear()
    if (this.#stopping) return
    const delayMs = backoffMs(slot.failures)
    this.#options.metrics.restarts.inc({ reason: exit.reason })
    this.#options.log.error(
      { worker: slot.index, reason: exit.reason, status: exit.status, channels: connected.length, delayMs },
      'Recognition worker ended; another is started.',
    )
    // Whoever waits for the start is told, and stops the pool: another worker would only say the same.
    if (this.#refusesStart(slot, exit)) return
    for (const handler of connected) handler.detached()
    if (slot.failures >= FAILURES_BEFORE_MOVING) this.#moveChannels(slot)
    if (delayMs === 0) this.#launch(slot)
    else this.#options.clock.after(delayMs, () => this.#launch(slot))
  }

  #refusesStart(slot: Slot, exit: WorkerExit): boolean {
    if (this.#started || (exit.error === null && slot.failures < START_ATTEMPTS)) return false
    const ended = new AppError('RECOGNISER_FAILED', `A worker ended with ${exit.status}.`)
    this.#firstReady.reject(exit.error ?? ended)
    return true
  }

  #moveChannels(slot: Slot): void {
    const others = this.#slots.filter((other) => other.ready)
    if (others.length === 0) return
    for (const handler of slot.handlers) {
      slot.handlers.delete(handler)
      this.#place(handler, others)
    }
  }
}

/** The first restart is immediate: calls are waiting. Those that follow at once are spaced out. */
function backoffMs(failures: number): number {
  if (failures <= 1) return 0
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 2))
}

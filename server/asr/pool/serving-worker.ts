import type { ChannelMessage, WorkerStats } from '../ipc-message.ts'
import type { ChannelHandler } from './channel-handler.ts'
import { SupervisedWorker, type SupervisedWorkerOptions, type WorkerExit } from './supervised-worker.ts'

export interface ServingWorkerEvents {
  ready(loadMs: number): void
  /** `before`: what it had said last; null the first time. */
  stats(stats: WorkerStats, before: WorkerStats | null): void
  line(line: string): void
  fault(): void
  /** The last event, once, with the channels that it served. None of them has been told yet. */
  exit(exit: WorkerExit, served: readonly ChannelHandler[]): void
}

interface ServingWorkerOptions extends Omit<SupervisedWorkerOptions, 'events'> {
  readonly events: ServingWorkerEvents
}

/** A worker process and the channels that it serves. */
export class ServingWorker {
  readonly #events: ServingWorkerEvents
  readonly #process: SupervisedWorker
  /** By channel id. No id is used twice, so what comes for a channel that has left goes nowhere. */
  readonly #channels = new Map<number, ChannelHandler>()
  #nextChannelId = 1
  #isReady = false
  #firstStats: WorkerStats | null = null
  #stats: WorkerStats | null = null

  /** Starts the process; throws when the system refuses at once. */
  constructor({ events, ...settings }: ServingWorkerOptions) {
    this.#events = events
    this.#process = new SupervisedWorker({
      ...settings,
      events: {
        ready: (loadMs) => {
          this.#isReady = true
          events.ready(loadMs)
        },
        channel: (message) => this.#message(message),
        stats: (stats) => this.#took(stats),
        line: (line) => events.line(line),
        exit: (exit) => this.#exited(exit),
      },
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get isReady(): boolean {
    return this.#isReady
  }

  get served(): readonly ChannelHandler[] {
    return [...this.#channels.values()]
  }

  /** Resident memory as it was said last; 0 before it said anything. */
  get rssBytes(): number {
    return this.#stats?.rssBytes ?? 0
  }

  /** Resident memory soon after the model was loaded. */
  get loadedBytes(): number {
    return this.#firstStats?.rssBytes ?? 0
  }

  /** `leave`: what its port does when the handler leaves. */
  serve(handler: ChannelHandler, leave: () => void): void {
    const worker = this.#process
    const channelId = this.#nextChannelId
    this.#nextChannelId += 1
    this.#channels.set(channelId, handler)
    handler.attached({
      open: ({ speaking }) => worker.send({ type: 'open', channelId, speaking }),
      audio: (chunk) => worker.send({ type: 'audio', channelId, ...chunk }),
      flush: () => worker.send({ type: 'flush', channelId }),
      leave,
    })
  }

  /** Forgets the channel; false when it does not serve it. The handler is not told. */
  release(handler: ChannelHandler): boolean {
    for (const [channelId, owner] of this.#channels) {
      if (owner !== handler) continue
      this.#channels.delete(channelId)
      this.#process.send({ type: 'close', channelId })
      return true
    }
    return false
  }

  /** Ends the process, at the latest after `deadlineMs`. */
  stop(deadlineMs: number, reason: 'stopped' | 'retired'): Promise<void> {
    return this.#process.stop(deadlineMs, reason)
  }

  #message(message: ChannelMessage): void {
    if (message.type === 'fault') this.#events.fault()
    this.#channels.get(message.channelId)?.message(message)
  }

  #took(stats: WorkerStats): void {
    const before = this.#stats
    this.#stats = stats
    this.#firstStats ??= stats
    this.#events.stats(stats, before)
  }

  #exited(exit: WorkerExit): void {
    this.#isReady = false
    const { served } = this
    this.#channels.clear()
    this.#events.exit(exit, served)
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import {
  fromWorkerSchema,
  type ChannelMessage,
  type FromWorker,
  type ToWorker,
  type WorkerStats,
} from '../ipc-message.ts'
import { workerEnvironment } from './worker-environment.ts'

/**
 * Why a worker ended. `retired`: another serves in its place. `failed`: it said itself that it cannot serve.
 * `unintelligible`: it was ended because it said something that is not of `ipc-message.ts`.
 */
export type ExitReason = 'stopped' | 'retired' | 'crashed' | 'unresponsive' | 'unintelligible' | 'failed'

export interface WorkerExit {
  readonly reason: ExitReason
  /** Present when `reason` is `failed`. */
  readonly error: AppError | null
  /** Exit code or signal, for the log. */
  readonly status: string
}

export interface WorkerEvents {
  ready(loadMs: number): void
  channel(message: ChannelMessage): void
  stats(stats: WorkerStats): void
  /** A line on the worker's error stream: native code speaking. */
  line(line: string): void
  /** The last event, once. */
  exit(exit: WorkerExit): void
}

/** Sample calls (see `sample-speech.ts`) in the model's language, and how much of each party. */
export interface WarmUpSpeech {
  readonly folder: string
  readonly durationMs: number
}

export interface WorkerSettings {
  readonly modelDir: string
  /** Null: the library of the `vosk` package. */
  readonly libraryPath: string | null
  /** Other readings of each utterance to ask for; none by default. */
  readonly maxAlternatives?: number | undefined
  /** Speech to decode while the worker is idle after its start; none by default. */
  readonly warmUp?: WarmUpSpeech | undefined
}

export interface SupervisedWorkerOptions extends WorkerSettings {
  readonly clock: Clock
  readonly events: WorkerEvents
}

const WORKER_MAIN = fileURLToPath(new URL('../worker/worker-main.ts', import.meta.url))
const HANDSHAKE_MS = 60_000
const HEARTBEAT_MS = 1000
/**
 * Pings in a row without any message back, so five to six seconds. A native call may take 0.4 s, on a machine
 * that pages 3 s; longer than this, and its calls wait for nothing.
 */
const MISSED_PINGS = 5

/** One worker process, from its start to its end: handshake, heartbeat, and the news of its death. */
export class SupervisedWorker {
  readonly #options: SupervisedWorkerOptions
  readonly #child: ChildProcess
  readonly #exited: Promise<void>
  #cancelHandshake: () => void
  #cancelHeartbeat: () => void = () => undefined
  #unanswered = 0
  #reason: ExitReason = 'crashed'
  #error: AppError | null = null

  constructor(options: SupervisedWorkerOptions) {
    this.#options = options
    this.#child = forkWorker(options)
    this.#cancelHandshake = options.clock.after(HANDSHAKE_MS, () => this.#kill('unresponsive'))
    this.#child.on('message', (raw: unknown) => this.#receive(raw))
    if (this.#child.stderr) {
      createInterface({ input: this.#child.stderr }).on('line', (line) => options.events.line(line))
    }
    this.#exited = ended(this.#child).then((status) => this.#end(status))
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** It has been sent the signal that ends it, and may not have ended yet. */
  get isKilled(): boolean {
    return this.#child.killed
  }

  send(message: ToWorker): void {
    // A worker that has just died takes no more; its exit is under way and what it had is sent to the next.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  /** Asks the worker to end, and ends it after `deadlineMs`. */
  async stop(deadlineMs: number, reason: 'stopped' | 'retired' = 'stopped'): Promise<void> {
    this.#reason = reason
    // Nobody answers from here on, and that is no fault.
    this.#cancelHeartbeat()
    if (this.#child.connected) this.#child.disconnect()
    const cancel = this.#options.clock.after(deadlineMs, () => this.#child.kill('SIGKILL'))
    await this.#exited
    cancel()
  }

  /** Nothing after a message that cannot be read is taken: what it meant to say may have been words. */
  #receive(raw: unknown): void {
    if (this.#reason === 'unintelligible') return
    const message = fromWorkerSchema.safeParse(raw)
    if (message.success) this.#take(message.data)
    else this.#kill('unintelligible')
  }

  #take(message: FromWorker): void {
    this.#unanswered = 0
    switch (message.type) {
      case 'ready':
        this.#cancelHandshake()
        this.#cancelHeartbeat = this.#options.clock.every(HEARTBEAT_MS, () => this.#beat())
        this.#options.events.ready(message.loadMs)
        return
      case 'failed':
        this.#reason = 'failed'
        this.#error = new AppError(message.code, message.detail)
        return
      case 'pong':
        this.#options.events.stats(message.stats)
        return
      default:
        this.#options.events.channel(message)
    }
  }

  /** Counts beats, not time, so that a main process that stood still does not blame its workers. */
  #beat(): void {
    if (this.#unanswered >= MISSED_PINGS) {
      this.#kill('unresponsive')
      return
    }
    this.#unanswered += 1
    this.send({ type: 'ping' })
  }

  #kill(reason: ExitReason): void {
    this.#reason = reason
    this.#child.kill('SIGKILL')
  }

  #end(status: string): void {
    this.#cancelHandshake()
    this.#cancelHeartbeat()
    this.#options.events.exit({ reason: this.#reason, error: this.#error, status })
  }
}

/**
 * Resolves to how the process ended, after its last message: that may be read after the news of its exit.
 * (The event `close` would say both, but does not come when this side has closed the channel.)
 */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let status: string | null = null
    const check = (): void => {
      if (status !== null && !child.connected) resolve(status)
    }
    child.once('exit', (code, signal) => {
      status = signal ?? `code ${code ?? 'unknown'}`
      check()
    })
    child.once('disconnect', check)
    // Stays: an error that nobody listens to would end this process.
    child.on('error', () => {
      if (child.pid === undefined) resolve('not started')
    })
  })
}

function forkWorker(settings: WorkerSettings): ChildProcess {
  const { modelDir, libraryPath, maxAlternatives, warmUp } = settings
  return fork(WORKER_MAIN, [JSON.stringify({ modelDir, libraryPath, maxAlternatives, warmUp })], {
    serialization: 'advanced',
    // Standard output belongs to the server's results; native chatter comes through the pipe, to be counted.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: workerEnvironment(),
  })
}

import { constants, setPriority } from 'node:os'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { ChannelMessage, WorkerStats } from '../ipc-message.ts'
import { SupervisedWorker, type WorkerSettings } from '../pool/supervised-worker.ts'
import type { SpeechChannel } from '../sample-speech.ts'

/** Audio of each channel before the measurement: a fresh worker is slower. */
export const WARM_UP_MS = 8000
/** Audio of each channel that is measured. */
export const MEASURED_MS = 12_000

const CHUNK_MS = 100
const RATE = 8000
/** Chunks of a channel under way: the worker always has something to do. */
const WINDOW = 2
/** A machine that cannot decode some seconds of audio in this time is busy with something else. */
const DEADLINE_MS = 120_000
const STOP_MS = 1000

interface CalibrateOptions extends WorkerSettings {
  readonly clock: Clock
  /** At least `WARM_UP_MS + MEASURED_MS` of each. */
  readonly speech: readonly SpeechChannel[]
  /** Ends the calibration without a result. */
  readonly signal: AbortSignal
}

/**
 * CPU seconds that a recognition worker spends on one second of one channel, gate and messages included. It runs
 * a worker of its own beside those that serve, which have the right of way.
 * @throws AppError as a worker says, or `RECOGNISER_FAILED`; `SHUTTING_DOWN` when it was ended.
 */
export async function measureChannelCost(options: CalibrateOptions): Promise<number> {
  const { clock, speech, signal } = options
  const result = Promise.withResolvers<number>()
  const run = new CalibrationRun({ speech, done: result.resolve })
  const worker: SupervisedWorker = new SupervisedWorker({
    ...options,
    events: {
      ready: () => run.start(worker),
      channel: (message) => run.message(message),
      stats: (stats) => run.stats(stats),
      line: () => undefined,
      exit: ({ error, status }) => {
        result.reject(error ?? new AppError('RECOGNISER_FAILED', `The calibration ended with ${status}.`))
      },
    },
  })
  lowerPriority(worker.pid)
  const giveUp = (): void =>
    result.reject(new AppError('RECOGNISER_FAILED', 'The calibration took too long.'))
  const abort = (): void => result.reject(new AppError('SHUTTING_DOWN'))
  const cancel = clock.after(DEADLINE_MS, giveUp)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await result.promise
  } finally {
    cancel()
    signal.removeEventListener('abort', abort)
    await worker.stop(STOP_MS)
  }
}

/** Feeds a worker as fast as it decodes and reads from its reports what that took. */
class CalibrationRun {
  readonly #speech: readonly SpeechChannel[]
  readonly #done: (cost: number) => void
  readonly #sent: number[]
  #worker: Pick<SupervisedWorker, 'send'> | null = null
  #answered = 0
  #warm: WorkerStats | null = null

  constructor(options: { speech: readonly SpeechChannel[]; done: (cost: number) => void }) {
    this.#speech = options.speech
    this.#done = options.done
    this.#sent = options.speech.map(() => 0)
  }

  start(worker: Pick<SupervisedWorker, 'send'>): void {
    this.#worker = worker
    for (const channelId of this.#speech.keys()) {
      worker.send({ type: 'open', channelId, speaking: false })
      for (let sent = 0; sent < WINDOW; sent += 1) this.#sendNext(channelId)
    }
  }

  message(message: ChannelMessage): void {
    if (message.type !== 'progress') return
    this.#answered += 1
    this.#sendNext(message.channelId)
    // The worker's own heartbeat asks too, but not at these moments.
    if (this.#answered === this.#chunksOf(WARM_UP_MS)) this.#worker?.send({ type: 'ping' })
    if (this.#answered === this.#chunksOf(WARM_UP_MS + MEASURED_MS)) this.#worker?.send({ type: 'ping' })
  }

  stats(stats: WorkerStats): void {
    const wholeMs = this.#speech.length * (WARM_UP_MS + MEASURED_MS)
    if (stats.decodedMs < this.#speech.length * WARM_UP_MS) return
    this.#warm ??= stats
    // The last frame of a chunk may wait for the next one.
    if (stats.decodedMs < 0.99 * wholeMs) return
    this.#done((stats.cpuMs - this.#warm.cpuMs) / (stats.decodedMs - this.#warm.decodedMs))
  }

  #chunksOf(ms: number): number {
    return this.#speech.length * (ms / CHUNK_MS)
  }

  #sendNext(channelId: number): void {
    const atMs = (this.#sent[channelId] ?? 0) * CHUNK_MS
    const speech = this.#speech[channelId]
    if (speech === undefined || atMs >= WARM_UP_MS + MEASURED_MS) return
    this.#sent[channelId] = atMs / CHUNK_MS + 1
    const samples = speech.slice((atMs * RATE) / 1000, ((atMs + CHUNK_MS) * RATE) / 1000)
    this.#worker?.send({ type: 'audio', channelId, atMs, rate: RATE, samples })
  }
}

/** Live calls come first. Where the system refuses, the calibration competes for some seconds. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    // Not essential: see above.
  }
}

import type { Bus } from '../bus/bus.ts'
import type { AudioFrame, AudioGap, CallAudioSink, CallChange } from '../contracts/audio.ts'
import type { CallId, CallInfo, EndReason, Party } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { CallTranscriber } from './call-transcriber.ts'
import { RecognitionMetrics } from './recognition-metrics.ts'
import { WorkerPool } from './worker-pool.ts'

export interface RecognitionOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Folder of a Vosk model that is fit for 8 kHz (see `asr/models`). */
  readonly modelDir: string
  /** Another native library than the one in the `vosk` package. */
  readonly libraryPath?: string | undefined
  /** Worker processes; about one a CPU core. */
  readonly workers: number
  /** Calls open at the same time, closing ones included. */
  readonly maxCalls: number
  /** BCP 47 tag of the model's language; a call in another one is taken and a warning logged. */
  readonly language: string
  /** Audio of a party that may wait undecoded before the oldest is dropped; 30 seconds by default. */
  readonly maxBacklogMs?: number | undefined
  /** How long a call that ends waits for its last words; 30 seconds by default. */
  readonly closeDeadlineMs?: number | undefined
}

export interface Recognition {
  readonly sink: CallAudioSink
  /**
   * Resolves when a worker has loaded the model.
   * @throws AppError `LIBRARY_UNAVAILABLE`, `MODEL_INCOMPLETE` or `RECOGNISER_FAILED`.
   */
  start(): Promise<void>
  readonly readiness: ReadinessCheck
  /** Takes no more calls, ends those there are with reason `shutdown`, then the workers. */
  stop(deadlineMs: number): Promise<void>
}

const DEFAULT_BACKLOG_MS = 30_000
const DEFAULT_CLOSE_DEADLINE_MS = 30_000
const WORKER_STOP_MS = 2000

/** Wires recognition; nothing runs before `start`. */
export function createRecognition(options: RecognitionOptions): Recognition {
  return new VoskRecognition(options)
}

class VoskRecognition implements Recognition, CallAudioSink {
  readonly #options: RecognitionOptions
  readonly #calls = new Map<CallId, CallTranscriber>()
  readonly #metrics: RecognitionMetrics
  readonly #pool: WorkerPool
  #draining = false

  constructor(options: RecognitionOptions) {
    this.#options = options
    this.#metrics = new RecognitionMetrics(options.registry, () => this.#snapshot())
    this.#pool = new WorkerPool({
      modelDir: options.modelDir,
      libraryPath: options.libraryPath ?? null,
      workers: options.workers,
      clock: options.clock,
      log: options.log,
      metrics: this.#metrics,
    })
  }

  get sink(): CallAudioSink {
    return this
  }

  get readiness(): ReadinessCheck {
    return {
      name: 'recogniser',
      check: () =>
        Promise.resolve(this.#pool.readyWorkers > 0 ? null : 'no recognition worker has loaded the model'),
    }
  }

  async start(): Promise<void> {
    try {
      await this.#pool.start()
    } catch (thrown) {
      await this.#pool.stop(WORKER_STOP_MS)
      throw thrown
    }
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#draining = true
    await Promise.all(
      [...this.#calls].map(([callId, call]) => this.#end(callId, { call, reason: 'shutdown', deadlineMs })),
    )
    await this.#pool.stop(WORKER_STOP_MS)
  }

  open(call: CallInfo): void {
    if (this.#draining) throw new AppError('SHUTTING_DOWN')
    if (this.#calls.has(call.callId)) throw new AppError('MESSAGE_INVALID', 'The call is open already.')
    if (this.#calls.size >= this.#options.maxCalls) throw new AppError('OVERLOADED')
    if (!isSameLanguage(call.language, this.#options.language)) {
      this.#options.log.warn(
        { callId: call.callId, language: call.language, model: this.#options.language },
        'A call is in another language than the model.',
      )
    }
    this.#calls.set(
      call.callId,
      new CallTranscriber({
        call,
        publish: (message) => this.#options.bus.publish('call', message),
        pool: this.#pool,
        clock: this.#options.clock,
        metrics: this.#metrics,
        limitMs: this.#options.maxBacklogMs ?? DEFAULT_BACKLOG_MS,
      }),
    )
  }

  update(callId: CallId, change: CallChange): void {
    this.#live(callId)?.update(change)
  }

  audio(frame: AudioFrame): void {
    const call = this.#live(frame.callId)
    if (call === null) this.#metrics.refusedFrames.inc({ reason: 'unknown-call' })
    else if (!call.audio(frame)) this.#metrics.refusedFrames.inc({ reason: 'out-of-order' })
  }

  gap(gap: AudioGap): void {
    this.#live(gap.callId)?.gap(gap)
  }

  endParty(callId: CallId, party: Party): void {
    this.#live(callId)?.endParty(party)
  }

  async close(callId: CallId, reason: EndReason): Promise<void> {
    const call = this.#calls.get(callId)
    const deadlineMs = this.#options.closeDeadlineMs ?? DEFAULT_CLOSE_DEADLINE_MS
    if (call !== undefined) await this.#end(callId, { call, reason, deadlineMs })
  }

  async #end(
    callId: CallId,
    end: { call: CallTranscriber; reason: EndReason; deadlineMs: number },
  ): Promise<void> {
    await end.call.close(end.reason, end.deadlineMs)
    if (this.#calls.get(callId) === end.call) this.#calls.delete(callId)
  }

  /** Null when the call is unknown, or has been asked to close and takes nothing more. */
  #live(callId: CallId): CallTranscriber | null {
    const call = this.#calls.get(callId)
    return call === undefined || call.isClosing ? null : call
  }

  #snapshot(): { calls: number; maxLagMs: number; keptAudioMs: number; readyWorkers: number } {
    const calls = [...this.#calls.values()]
    return {
      calls: calls.length,
      maxLagMs: Math.max(0, ...calls.map((call) => call.lagMs)),
      keptAudioMs: calls.reduce((sum, call) => sum + call.keptMs, 0),
      readyWorkers: this.#pool.readyWorkers,
    }
  }
}

/** Compares the language alone: a model for `en-US` serves `en-GB` too. */
function isSameLanguage(tag: string, other: string): boolean {
  return tag.split('-')[0]?.toLowerCase() === other.split('-')[0]?.toLowerCase()
}

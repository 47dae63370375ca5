import { availableParallelism } from 'node:os'
import type { Bus } from '../bus/bus.ts'
import type {
  AudioFrame,
  AudioGap,
  CallAudioSink,
  CallChange,
  ChosenModel,
  OnModelFailed,
  SpeechWish,
} from '../contracts/audio.ts'
import type { CallId, CallInfo, EndReason, Party } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { FloorLoad, ReadinessCheck } from '../contracts/health.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { CallTranscriber } from './call-transcriber.ts'
import type { CalibrationPlaces } from './capacity/calibrator.ts'
import { Capacity } from './capacity/capacity.ts'
import type { ServedModels } from './languages/choose-model.ts'
import { ModelPools } from './languages/model-pools.ts'
import { economyFolder } from './models/economy-folder.ts'
import type { WarmUpSpeech } from './pool/supervised-worker.ts'
import { workerPreload } from './pool/worker-environment.ts'
import { RecognitionMetrics } from './recognition-metrics.ts'
import { spellingsFor, type LanguageSpelling } from './spelling/spelling-file.ts'
import { SpellingMap } from './spelling/spelling-map.ts'

export interface RecognitionOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** The models that may be used; the first, the default one, is loaded from the start. */
  readonly models: ServedModels
  /** How long another model stays loaded while nobody uses it; ten minutes by default. */
  readonly modelIdleMs?: number | undefined
  /** Another native library than the one in the `vosk` package. */
  readonly libraryPath?: string | undefined
  /** Other readings of each final to ask for (`Utterance.alternatives`); none by default. */
  readonly maxAlternatives?: number | undefined
  /** How the site writes its names; as the model hears them by default. */
  readonly spellings?: readonly LanguageSpelling[] | undefined
  /** Speech to decode while workers are idle after their start, for models of its language; none by default. */
  readonly warmUp?: (WarmUpSpeech & { readonly language: string }) | undefined
  /** Resident memory beyond which a worker is replaced, in bytes; by default, its part of the machine's. */
  readonly maxWorkerBytes?: number | undefined
  /** Worker processes of a model; about one a CPU core. */
  readonly workers: number
  /** Cores that this process may use; those of the machine by default. */
  readonly cores?: number | undefined
  /** Calls open at the same time, closing ones included; null: as many as the machine carries. */
  readonly maxCalls: number | null
  /** Where to measure and keep what calls cost, and to put models with larger chunks; by default nothing of it. */
  readonly capacityPlaces?: CapacityPlaces | undefined
  /** Audio of a party that may wait undecoded before the oldest is dropped; 30 seconds by default. */
  readonly maxBacklogMs?: number | undefined
  /** How long a call that ends waits for its last words; 30 seconds by default. */
  readonly closeDeadlineMs?: number | undefined
}

export interface Recognition {
  readonly sink: CallAudioSink
  /**
   * Resolves when a worker has loaded the default model.
   * @throws AppError `LIBRARY_UNAVAILABLE`, `MODEL_INCOMPLETE` or `RECOGNISER_FAILED`.
   */
  start(): Promise<void>
  readonly readiness: ReadinessCheck
  /** How the floor is carried now. */
  readonly load: FloorLoad
  /** Takes no more calls, ends those there are with reason `shutdown`, then the workers. */
  stop(deadlineMs: number): Promise<void>
}

export interface CapacityPlaces extends CalibrationPlaces {
  /** Folder of the installed models. */
  readonly modelsDir: string
}

const DEFAULT_BACKLOG_MS = 30_000
const DEFAULT_CLOSE_DEADLINE_MS = 30_000
const DEFAULT_MODEL_IDLE_MS = 10 * 60_000
const WORKER_STOP_MS = 2000
/** Of a call about whose streams nothing is known yet, in Hz. */
const TELEPHONE_RATE = 8000

/** Wires recognition; nothing runs before `start`. */
export function createRecognition(options: RecognitionOptions): Recognition {
  return new VoskRecognition(options)
}

class VoskRecognition implements Recognition, CallAudioSink {
  readonly #options: RecognitionOptions
  readonly #calls = new Map<CallId, CallTranscriber>()
  readonly #metrics: RecognitionMetrics
  readonly #models: ModelPools
  readonly #capacity: Capacity
  #draining = false

  constructor(options: RecognitionOptions) {
    this.#options = options
    this.#metrics = new RecognitionMetrics(options.registry, () => this.#snapshot())
    const libraryPath = options.libraryPath ?? null
    const modelsDir = options.capacityPlaces?.modelsDir
    this.#models = new ModelPools({
      ...options,
      libraryPath,
      idleMs: options.modelIdleMs ?? DEFAULT_MODEL_IDLE_MS,
      metrics: this.#metrics,
      economyFolder: modelsDir === undefined ? null : (dir) => economyFolder(dir, modelsDir),
      onWork: (model, work) => this.#capacity.worked(model, work),
    })
    this.#capacity = new Capacity({
      ...options,
      libraryPath,
      machine: { cores: options.cores ?? availableParallelism(), workers: options.workers },
      calibration: options.capacityPlaces ?? null,
      lateness: () => [...this.#calls.values()].map((call) => call.lateMs),
      economise: (on) => this.#models.economise(on),
    })
  }

  get sink(): CallAudioSink {
    return this
  }

  get readiness(): ReadinessCheck {
    return {
      name: 'recogniser',
      check: () =>
        Promise.resolve(this.#models.isReady ? null : 'no recognition worker has loaded the model'),
      note: () => this.#note(),
      loaded: () => this.#models.loaded,
    }
  }

  get load(): FloorLoad {
    return this.#capacity.load
  }

  async start(): Promise<void> {
    try {
      await this.#models.start()
    } catch (thrown) {
      await this.#models.stop(WORKER_STOP_MS)
      throw thrown
    }
    this.#capacity.start()
    if (workerPreload() === null && process.platform === 'linux') {
      this.#options.log.info(
        'Calls would cost a sixth less with jemalloc (Debian: apt-get install libjemalloc2).',
      )
    }
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#draining = true
    await Promise.all(
      [...this.#calls].map(([callId, call]) => this.#end(callId, { call, reason: 'shutdown', deadlineMs })),
    )
    await Promise.all([this.#models.stop(WORKER_STOP_MS), this.#capacity.stop()])
  }

  chooseModel(wish: SpeechWish): ChosenModel {
    return this.#models.choose(wish)
  }

  onModelFailed(listener: OnModelFailed): () => void {
    return this.#models.onFailed(listener)
  }

  open(call: CallInfo, model?: string): void {
    if (this.#draining) throw new AppError('SHUTTING_DOWN')
    if (this.#calls.has(call.callId)) throw new AppError('MESSAGE_INVALID', 'The call is open already.')
    const chosen = this.#models.choose({ language: call.language, model, sampleRate: TELEPHONE_RATE })
    this.#capacity.admit(call.callId, chosen.model)
    this.#calls.set(
      call.callId,
      new CallTranscriber({
        call,
        publish: (message) => this.#options.bus.publish('call', message),
        model: chosen.model,
        spelling: new SpellingMap(spellingsFor(this.#options.spellings ?? [], call.language)),
        clock: this.#options.clock,
        metrics: this.#metrics,
        limitMs: this.#options.maxBacklogMs ?? DEFAULT_BACKLOG_MS,
        chunkMs: (channel) => this.#capacity.chunkMs(channel),
      }),
    )
  }

  update(callId: CallId, change: CallChange): void {
    this.#live(callId)?.update(change)
  }

  audio(frame: AudioFrame): void {
    const call = this.#live(frame.callId)
    const pool = call === null ? null : this.#models.poolOf(frame.model ?? call.model)
    if (call === null) this.#metrics.refusedFrames.inc({ reason: 'unknown-call' })
    else if (pool === null) this.#metrics.refusedFrames.inc({ reason: 'unknown-model' })
    else if (!call.audio(frame, pool)) this.#metrics.refusedFrames.inc({ reason: 'out-of-order' })
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
    if (this.#calls.get(callId) !== end.call) return
    this.#calls.delete(callId)
    this.#capacity.release(callId)
  }

  /** Null when the call is unknown, or has been asked to close and takes nothing more. */
  #live(callId: CallId): CallTranscriber | null {
    const call = this.#calls.get(callId)
    return call === undefined || call.isClosing ? null : call
  }

  #note(): string | null {
    const failed = this.#models.failed.map((model) => `the model ${model} could not be loaded`)
    const notes = [...failed, this.#capacity.note()].filter((note) => note !== null)
    return notes.length === 0 ? null : notes.join('; ')
  }

  #snapshot(): { calls: number; maxLagMs: number; keptAudioMs: number; readyWorkers: number } {
    const calls = [...this.#calls.values()]
    return {
      calls: calls.length,
      maxLagMs: Math.max(0, ...calls.map((call) => call.lagMs)),
      keptAudioMs: calls.reduce((sum, call) => sum + call.keptMs, 0),
      readyWorkers: this.#models.readyWorkers,
    }
  }
}

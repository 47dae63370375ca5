import type { ChosenModel, OnModelFailed, SpeechWish } from '../../contracts/audio.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Registry } from '../../platform/metrics.ts'
import type { Work } from '../capacity/cost-book.ts'
import type { WarmUpSpeech } from '../pool/supervised-worker.ts'
import { WorkerPool } from '../pool/worker-pool.ts'
import type { RecognitionMetrics } from '../recognition-metrics.ts'
import { chooseModel, type ServedModel, type ServedModels } from './choose-model.ts'
import { isSameLanguage } from './language-tag.ts'
import { ModelMetrics } from './model-metrics.ts'
import { ModelPool } from './model-pool.ts'

interface ModelPoolsOptions {
  readonly models: ServedModels
  /** Null: the library of the `vosk` package. */
  readonly libraryPath: string | null
  /** Other readings of each utterance to ask for. */
  readonly maxAlternatives?: number | undefined
  /** Speech to decode while workers are idle after their start, for models of its language; none by default. */
  readonly warmUp?: (WarmUpSpeech & { readonly language: string }) | undefined
  /** Resident memory beyond which a worker is replaced, in bytes; by default, its part of the machine's. */
  readonly maxWorkerBytes?: number | undefined
  /** Worker processes of each model at most. */
  readonly workers: number
  /** How long a model other than the default one stays loaded without a channel, in milliseconds. */
  readonly idleMs: number
  /** The folder of the same model with larger chunks; null: there is none. */
  readonly economyFolder: ((modelDir: string) => Promise<string>) | null
  /** Told what a worker of a model has done since it was asked last. */
  readonly onWork: (model: string, work: Work) => void
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
  readonly metrics: RecognitionMetrics
}

/**
 * Channels of each worker beyond which a model that was loaded with one worker gets another: two thirds of
 * what a core decodes, because the next worker has to load first.
 */
const GROW_AT_CHANNELS = 8

/** The models that may be used: the default one is always loaded, each other one while somebody needs it. */
export class ModelPools {
  readonly #options: ModelPoolsOptions
  readonly #metrics: ModelMetrics
  readonly #default: ModelPool
  readonly #pools: ReadonlyMap<string, ModelPool>
  readonly #listeners = new Set<OnModelFailed>()
  /** What a model is loaded from when that is not its own folder, by the model's name. */
  readonly #folders = new Map<string, string>()

  constructor(options: ModelPoolsOptions) {
    this.#options = options
    this.#metrics = new ModelMetrics(options.registry, () =>
      [...this.#pools.values()].map(({ name: model, readyWorkers, channels }) => {
        return { model, readyWorkers, channels }
      }),
    )
    const [first, ...others] = options.models
    this.#default = this.#newPool(first, { idleMs: null, startWorkers: options.workers })
    const lazy = others.map((model) => this.#newPool(model, { idleMs: options.idleMs, startWorkers: 1 }))
    this.#pools = new Map([this.#default, ...lazy].map((pool) => [pool.name, pool]))
  }

  /** Whether calls in the default language can be served. */
  get isReady(): boolean {
    return this.#default.readyWorkers > 0
  }

  get readyWorkers(): number {
    return [...this.#pools.values()].reduce((sum, pool) => sum + pool.readyWorkers, 0)
  }

  /** Names of the models with a worker that serves. */
  get loaded(): readonly string[] {
    return [...this.#pools.values()].filter((pool) => pool.readyWorkers > 0).map((pool) => pool.name)
  }

  /** Names of the models that could not be loaded a moment ago. */
  get failed(): readonly string[] {
    return [...this.#pools.values()].filter((pool) => pool.failure !== null).map((pool) => pool.name)
  }

  /**
   * The model for a stream.
   * @throws AppError as `CallAudioSink.chooseModel`.
   */
  choose(wish: SpeechWish): ChosenModel {
    const chosen = chooseModel(this.#options.models, wish)
    const failure = this.poolOf(chosen.model)?.failure ?? null
    if (failure !== null) throw failure
    return chosen
  }

  /** Null for a model that may not be used. */
  poolOf(model: string): ModelPool | null {
    return this.#pools.get(model) ?? null
  }

  onFailed(listener: OnModelFailed): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Changes the workers of all models that are loaded to larger chunks (`true`), or back.
   * @throws AppError as `WorkerPool.renew`; some workers may have been changed.
   */
  async economise(on: boolean): Promise<void> {
    const { models, economyFolder } = this.#options
    if (economyFolder === null) return
    for (const { name, dir } of models) {
      const folder = on ? await economyFolder(dir) : dir
      this.#folders.set(name, folder)
      await this.poolOf(name)?.renew(folder)
    }
  }

  /**
   * Loads the default model.
   * @throws AppError as `WorkerPool.start`.
   */
  start(): Promise<void> {
    return this.#default.start()
  }

  async stop(deadlineMs: number): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop(deadlineMs)))
  }

  #newPool(
    { name, dir, language }: ServedModel,
    { idleMs, startWorkers }: { readonly idleMs: number | null; readonly startWorkers: number },
  ): ModelPool {
    const { clock, libraryPath, maxAlternatives, maxWorkerBytes, workers, metrics } = this.#options
    const warmUp = this.#warmUpFor(language)
    const log = this.#options.log.child({ model: name })
    const ofModel = metrics.ofModel(name)
    return new ModelPool({
      name,
      idleMs,
      clock,
      log,
      createPool: () =>
        new WorkerPool({
          modelDir: this.#folders.get(name) ?? dir,
          libraryPath,
          maxAlternatives,
          maxWorkerBytes,
          warmUp,
          workers,
          startWorkers,
          growAtChannels: GROW_AT_CHANNELS,
          clock,
          log,
          metrics: ofModel,
          onWork: (work) => this.#options.onWork(name, work),
        }),
      events: {
        loaded: () => this.#metrics.loads.inc({ model: name, outcome: 'loaded' }),
        failed: (error) => {
          this.#metrics.loads.inc({ model: name, outcome: 'failed' })
          for (const listener of [...this.#listeners]) listener({ model: name, error })
        },
        unloaded: () => {
          this.#metrics.unloads.inc({ model: name })
          ofModel.forget()
        },
      },
    })
  }

  /** Speech in another language would compose nothing that its calls need. */
  #warmUpFor(language: string): WarmUpSpeech | undefined {
    const { warmUp } = this.#options
    return warmUp !== undefined && isSameLanguage(language, warmUp.language) ? warmUp : undefined
  }
}

import type { CallId } from '../../contracts/call.ts'
import type { FloorLoad, OverloadLevel } from '../../contracts/health.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Registry } from '../../platform/metrics.ts'
import { Admission } from './admission.ts'
import type { ServedModels } from '../languages/choose-model.ts'
import { Calibrator, type CalibrationPlaces } from './calibrator.ts'
import { CapacityMetrics } from './capacity-metrics.ts'
import { CostBook, type Work } from './cost-book.ts'
import type { Machine } from './machine-budget.ts'
import { CHUNK_MS } from '../party-audio.ts'
import { chunkLength } from './chunk-length.ts'
import type { PartyProgress } from './lateness.ts'
import { OverloadWatch } from './overload-watch.ts'

export interface CapacityOptions {
  readonly clock: Clock
  readonly log: Log
  readonly registry: Registry
  readonly machine: Machine
  /** Calls at the same time; null: as many as the machine carries. */
  readonly maxCalls: number | null
  /** Null: calls are taken to cost what is known of the usual model. */
  readonly calibration: CalibrationPlaces | null
  /** The models that may be used; the capacity is shown for the first. */
  readonly models: ServedModels
  /** Null: the library of the `vosk` package. */
  readonly libraryPath: string | null
  /** How late each live call is decoded, in milliseconds. */
  readonly lateness: () => readonly number[]
  /** Makes recognition cheaper with larger chunks (true), or as it was; resolves when it is done. */
  readonly economise: (on: boolean) => Promise<void>
}

/** By usual cost the floor fits well again: larger chunks may be given up. */
const ROOM = 0.9

/** What the machine can carry: admits calls up to that, and takes measures when they come late all the same. */
export class Capacity {
  readonly #options: CapacityOptions
  readonly #costs = new CostBook()
  readonly #watch: OverloadWatch
  readonly #admission: Admission
  readonly #metrics: CapacityMetrics
  readonly #calibrator: Calibrator | null
  /** Models whose cost is known or being found out. */
  readonly #learnt = new Set<string>()

  constructor(options: CapacityOptions) {
    this.#options = options
    const { clock, log, maxCalls, calibration } = options
    this.#watch = new OverloadWatch({
      ...options,
      hasRoom: () => maxCalls !== null || this.#admission.utilisation <= ROOM,
      onChange: (level) => this.#metrics.levelChanges.inc({ level }),
    })
    this.#admission = new Admission({
      ...options,
      costs: this.#costs,
      isLate: () => this.#watch.isLate,
      random: Math.random,
    })
    this.#metrics = new CapacityMetrics(options.registry, () => ({
      ...this.load,
      utilisation: this.#admission.utilisation,
      costs: new Map(this.#costs.models.map((model) => [model, this.#costs.costPerCall(model)])),
    }))
    // A limit that somebody has set needs no measurement.
    this.#calibrator =
      calibration === null || maxCalls !== null
        ? null
        : new Calibrator({ ...calibration, clock, log, onCost: (cost) => this.#found(cost) })
  }

  start(): void {
    this.#watch.start()
    const by = this.#options.maxCalls === null ? 'a cautious cost, until it is known' : 'the setting'
    this.#options.log.info(
      { capacityCalls: this.load.capacityCalls, by },
      'Calls are taken up to the capacity.',
    )
    this.#learn(this.#options.models[0].name)
  }

  async stop(): Promise<void> {
    this.#watch.stop()
    await this.#calibrator?.stop()
  }

  /** @throws AppError `OVERLOADED` with `retryAfterMs`. */
  admit(callId: CallId, model: string): void {
    try {
      this.#admission.admit(callId, model)
      this.#learn(model)
    } catch (thrown) {
      this.#metrics.refusedCalls.inc({ why: this.#watch.isLate ? 'late' : 'full' })
      throw thrown
    }
  }

  release(callId: CallId): void {
    this.#admission.release(callId)
  }

  /** A worker that serves the model has done this. */
  worked(model: string, work: Work): void {
    // With larger chunks a call costs less than it usually does.
    if (!this.#watch.isEconomical) this.#costs.observed(model, work)
  }

  get level(): OverloadLevel {
    return this.#watch.level
  }

  /** How much audio of a channel that waits is decoded at once. */
  chunkMs({ progress }: { readonly progress: PartyProgress }): number {
    return this.level === 'calm' ? CHUNK_MS : chunkLength(progress, this.#options.clock.now())
  }

  get load(): FloorLoad {
    const defaultModel = this.#options.models[0].name
    return {
      level: this.level,
      lateMs: this.#watch.lateMs,
      liveCalls: this.#admission.liveCalls,
      capacityCalls: this.#admission.capacityCalls(defaultModel),
      accepting: this.#admission.accepts(defaultModel),
    }
  }

  /** One clause for `/readyz` while measures against overload are in force. */
  note(): string | null {
    const { level, lateMs } = this.load
    return level === 'calm' ? null : `overload: ${level}, calls are decoded ${lateMs} ms late`
  }

  /** Finds out what a model costs that is used for the first time, in the background. */
  #learn(model: string): void {
    const { models, libraryPath } = this.#options
    const served = models.find((each) => each.name === model)
    if (this.#learnt.has(model) || served === undefined) return
    this.#learnt.add(model)
    this.#calibrator?.calibrate({ model, modelDir: served.dir, libraryPath })
  }

  #found({ model, channelCost, isKept }: { model: string; channelCost: number; isKept: boolean }): void {
    this.#costs.calibrated(model, channelCost)
    this.#options.log.info(
      {
        model,
        cpuSecondsPerCallSecond: Number(this.#costs.costPerCall(model).toFixed(4)),
        capacityCalls: this.#admission.capacityCalls(model),
        from: isKept ? 'an earlier start' : 'a measurement',
      },
      'The cost of a call is known.',
    )
  }
}

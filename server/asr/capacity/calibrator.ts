import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { WorkerSettings } from '../pool/supervised-worker.ts'
import { MEASURED_MS, measureChannelCost, WARM_UP_MS } from './calibrate.ts'
import { keepCost, readKeptCost } from './cost-file.ts'
import { costKey } from './cost-key.ts'
import { readSampleSpeech } from '../sample-speech.ts'

/** So many at once show what channels cost that share a processor's caches. */
const CALLS = 3
/** Not before whoever started the server has had a moment to use it. */
const MEASURE_AFTER_MS = 5000

export interface CalibrationPlaces {
  /** File in which costs are kept from one start to the next. */
  readonly costFile: string
  /** Folder of sample calls to measure with. */
  readonly speechFolder: string
}

interface CalibratorOptions extends CalibrationPlaces {
  readonly clock: Clock
  readonly log: Log
  readonly onCost: (cost: {
    readonly model: string
    readonly channelCost: number
    readonly isKept: boolean
  }) => void
}

export interface CalibratedModel extends WorkerSettings {
  readonly model: string
}

/** Finds out what a channel costs with each model: from the file, else by measuring, one model after another. */
export class Calibrator {
  readonly #options: CalibratorOptions
  readonly #stop = new AbortController()
  #queue: Promise<void> = Promise.resolve()

  constructor(options: CalibratorOptions) {
    this.#options = options
  }

  /** Never throws: a model whose cost cannot be found out keeps the cautious default. */
  calibrate(model: CalibratedModel): void {
    this.#queue = this.#queue.then(() => this.#calibrate(model))
  }

  /** Ends what goes on; resolves when its process has ended. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#queue
  }

  async #calibrate(settings: CalibratedModel): Promise<void> {
    const { model } = settings
    const { clock, costFile, onCost, log } = this.#options
    try {
      const key = await costKey(settings)
      const kept = await readKeptCost(costFile, key)
      if (kept !== null) {
        onCost({ model, channelCost: kept.channelCost, isKept: true })
        return
      }
      const channelCost = await this.#measure(settings)
      if (channelCost === null) return
      onCost({ model, channelCost, isKept: false })
      await keepCost(costFile, { key, model, channelCost, measuredAt: Math.round(clock.now()) })
    } catch (thrown) {
      if (this.#stop.signal.aborted) return
      log.warn(
        { model, err: normaliseError(thrown) },
        'The cost of a call could not be measured; a cautious one holds.',
      )
    }
  }

  async #measure({ modelDir, libraryPath, model }: CalibratedModel): Promise<number | null> {
    const { clock, speechFolder, log } = this.#options
    const { signal } = this.#stop
    await this.#pause(MEASURE_AFTER_MS)
    if (signal.aborted) return null
    const durationMs = WARM_UP_MS + MEASURED_MS
    const speech = await readSampleSpeech({ folder: speechFolder, calls: CALLS, durationMs })
    if (speech.length === 0) {
      log.warn(
        { model },
        'There are no sample calls to measure the cost of a call with; a cautious one holds.',
      )
      return null
    }
    return measureChannelCost({ clock, modelDir, libraryPath, speech, signal })
  }

  /** Waits, but not beyond the end. */
  #pause(ms: number): Promise<void> {
    const { signal } = this.#stop
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve)
      signal.addEventListener(
        'abort',
        () => {
          cancel()
          resolve()
        },
        { once: true },
      )
      if (signal.aborted) resolve()
    })
  }
}

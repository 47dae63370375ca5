import type { Clock } from '../../platform/clock.ts'
import { RecognizerError, type Recognizer, type SpeechModel } from '../recognizer.ts'
import type { SpeechChannel } from '../sample-speech.ts'

const RATE = 8000
/** Decoded in one go: some 10 ms of CPU, which is what the first audio of a call may have to wait. */
const STEP_SAMPLES = (RATE * 100) / 1000
const PAUSE_MS = 5
/** Between two looks whether the worker is idle. */
const BUSY_MS = 250

interface WarmUpOptions {
  readonly model: SpeechModel
  readonly speech: readonly SpeechChannel[]
  /** Whether nobody else has work for this process. */
  readonly isIdle: () => boolean
  readonly clock: Clock
}

/**
 * Decodes speech of nobody while the worker is idle, so that the graph which its recognisers share is there when
 * the first calls come: two minutes of it take a fifth off the cost of their first minutes (test/bench, `cost`).
 */
export class WarmUp {
  readonly #options: WarmUpOptions
  #channel = 0
  #at = 0
  #cpuMs = 0

  constructor(options: WarmUpOptions) {
    this.#options = options
  }

  /** CPU time that it has taken, which is none of the calls' cost. */
  get cpuMs(): number {
    return this.#cpuMs
  }

  /** Begins; does nothing for a model whose recognisers keep their graphs to themselves. */
  start(): void {
    const { model } = this.#options
    if (model.sharesGraph) this.#next(model.create(RATE))
  }

  #next(recognizer: Recognizer): void {
    const { clock, isIdle } = this.#options
    if (!isIdle()) clock.after(BUSY_MS, () => this.#next(recognizer))
    else if (this.#step(recognizer)) clock.after(PAUSE_MS, () => this.#next(recognizer))
    else recognizer.close()
  }

  /** False when there is nothing left to decode, or the recogniser will not. */
  #step(recognizer: Recognizer): boolean {
    const speech = this.#options.speech[this.#channel]
    if (speech === undefined) return false
    const before = process.cpuUsage()
    const samples = speech.subarray(this.#at, this.#at + STEP_SAMPLES)
    this.#at += STEP_SAMPLES
    if (this.#at >= speech.length) {
      this.#channel += 1
      this.#at = 0
    }
    try {
      if (recognizer.accept(samples)) recognizer.result()
    } catch (thrown) {
      // Calls will say so, if it is more than this recogniser.
      if (!(thrown instanceof RecognizerError)) throw thrown
      return false
    } finally {
      const { user, system } = process.cpuUsage(before)
      this.#cpuMs += (user + system) / 1000
    }
    return true
  }
}

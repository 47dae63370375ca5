import type { LatencyMs } from '../../contracts/outcome.ts'
import type { CallStore } from '../../contracts/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { DeliveryMetrics } from '../metrics.ts'

const WRITE_EVERY_MS = 1000
/** Outcomes whose delays wait while the store takes nothing; those of further ones are lost and counted. */
const MOST_WAITING = 10_000

export interface LatencyWriterOptions {
  readonly store: Pick<CallStore, 'addLatency'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: DeliveryMetrics
}

/**
 * Hands measured stages to the store, those of one outcome together and not at once: the store hears of an
 * outcome in the same moment as delivery does, and must have it before it can add to it.
 */
export class LatencyWriter {
  readonly #options: LatencyWriterOptions
  #due = new Map<string, LatencyMs>()
  #writing: Promise<void> | null = null
  #stop: (() => void) | null = null

  constructor(options: LatencyWriterOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop ??= this.#options.clock.every(WRITE_EVERY_MS, () => this.#write())
  }

  add(outcomeId: string, latencyMs: LatencyMs): void {
    if (this.#due.size >= MOST_WAITING && !this.#due.has(outcomeId)) {
      this.#options.metrics.latencyLost.inc()
      return
    }
    this.#due.set(outcomeId, { ...this.#due.get(outcomeId), ...latencyMs })
  }

  /** Resolves when everything measured has been handed over. */
  async stop(): Promise<void> {
    this.#stop?.()
    this.#stop = null
    await this.#writing
    this.#write()
    await this.#writing
  }

  /** One batch at a time: while the store is stuck, what comes is merged, and only so much of it kept. */
  #write(): void {
    if (this.#due.size === 0 || this.#writing !== null) return
    const due = this.#due
    this.#due = new Map()
    this.#writing = this.#writeAll(due).finally(() => {
      this.#writing = null
    })
  }

  /** All at once: the store commits together what waits together. */
  async #writeAll(due: ReadonlyMap<string, LatencyMs>): Promise<void> {
    await Promise.all([...due].map(([outcomeId, latencyMs]) => this.#writeOne(outcomeId, latencyMs)))
  }

  async #writeOne(outcomeId: string, latencyMs: LatencyMs): Promise<void> {
    try {
      await this.#options.store.addLatency(outcomeId, latencyMs)
    } catch (thrown) {
      this.#options.metrics.latencyLost.inc()
      this.#options.log.warn({ reason: normaliseError(thrown).name }, 'A measured delay could not be stored.')
    }
  }
}

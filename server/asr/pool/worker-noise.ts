import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { PoolMetrics } from '../recognition-metrics.ts'

const LINES_LOGGED_PER_WORKER = 5
const LONGEST_LINE = 300
const FAULT_LOG_INTERVAL_MS = 60_000

interface WorkerNoiseOptions {
  readonly worker: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: PoolMetrics
}

/** What the workers of one slot complain of: all of it is counted, little of it said, however much comes. */
export class WorkerNoise {
  readonly #options: WorkerNoiseOptions
  #linesLogged = 0
  #lastFaultLogAt = -Infinity

  constructor(options: WorkerNoiseOptions) {
    this.#options = options
  }

  /** Another worker starts, whose lines may be new. */
  workerStarts(): void {
    this.#linesLogged = 0
  }

  /** A line on the error stream: native code speaking. */
  line(line: string): void {
    const { log, metrics, worker } = this.#options
    metrics.nativeLines.inc()
    this.#linesLogged += 1
    if (this.#linesLogged > LINES_LOGGED_PER_WORKER) return
    log.warn({ worker, line: line.slice(0, LONGEST_LINE) }, 'A recognition worker wrote a line.')
  }

  /** A model that refuses everything would fault many times a second: counted each time, said once a minute. */
  fault(): void {
    const { clock, log, metrics, worker } = this.#options
    metrics.faults.inc()
    if (clock.now() - this.#lastFaultLogAt < FAULT_LOG_INTERVAL_MS) return
    this.#lastFaultLogAt = clock.now()
    log.error({ worker }, 'The native recogniser refused samples; the utterance is lost.')
  }
}

import type { FloorLoad } from '../../../server/contracts/health.ts'
import type { Clock } from '../platform/clock.ts'
import type { Api } from './api.ts'

const LOOK_MS = 5000

interface LoadWatchOptions {
  readonly api: Pick<Api, 'load'>
  readonly clock: Clock
  readonly onLoad: (load: FloorLoad) => void
}

/** Asks every five seconds how the floor is carried. While nobody answers, what was known last stands. */
export class LoadWatch {
  readonly #options: LoadWatchOptions
  #cancel: () => void = () => undefined
  #closed = false

  constructor(options: LoadWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#closed = false
    void this.#look()
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  async #look(): Promise<void> {
    try {
      const load = await this.#options.api.load()
      if (!this.#closed) this.#options.onLoad(load)
    } catch {
      // The connection chip tells what is wrong.
    }
    if (!this.#closed) this.#cancel = this.#options.clock.after(LOOK_MS, () => void this.#look())
  }
}

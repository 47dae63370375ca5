import type { DigitalFeedback } from '../../contracts/digital-feedback.ts'
import type { IssueStore } from '../../contracts/store.ts'
import type { Clock } from '../../platform/clock.ts'
import { traceOf } from '../../platform/error-trace.ts'
import type { Log } from '../../platform/log.ts'

/** Whoever reads the bus has what is this old, and has it written down. */
const SETTLES_MS = 2000

/** So many are noted in one write: while the store commits, nothing else runs. */
const NOTED_AT_ONCE = 500

type Key = Pick<DigitalFeedback, 'sourceId' | 'feedbackId'>

export interface HandOnOptions {
  readonly store: Pick<IssueStore, 'feedbackHandedOn'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Notes in the store what has been published, some seconds later: what is not noted when the process dies is published
 * again at the next start. Somebody may so get a thing twice, never not at all.
 */
export class HandOn {
  readonly #options: HandOnOptions
  #fresh: Key[] = []
  #settled: Key[] = []
  #stopTimer: (() => void) | null = null

  constructor(options: HandOnOptions) {
    this.#options = options
  }

  start(): void {
    this.#stopTimer ??= this.#options.clock.every(SETTLES_MS, () => {
      const settled = this.#settled
      this.#settled = this.#fresh
      this.#fresh = []
      void this.#note(settled)
    })
  }

  published({ sourceId, feedbackId }: Key): void {
    this.#fresh.push({ sourceId, feedbackId })
  }

  async stop(): Promise<void> {
    this.#stopTimer?.()
    this.#stopTimer = null
    const left = [...this.#settled, ...this.#fresh]
    this.#settled = []
    this.#fresh = []
    await this.#note(left)
  }

  async #note(keys: readonly Key[]): Promise<void> {
    try {
      for (let from = 0; from < keys.length; from += NOTED_AT_ONCE) {
        await this.#options.store.feedbackHandedOn(keys.slice(from, from + NOTED_AT_ONCE))
      }
    } catch (thrown) {
      const { log } = this.#options
      log.error(
        { items: keys.length, ...traceOf(thrown) },
        'Feedback will be handed on again at the next start.',
      )
    }
  }
}

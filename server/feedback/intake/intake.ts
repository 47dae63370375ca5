import type { DigitalFeedback } from '../../contracts/digital-feedback.ts'
import { AppError } from '../../contracts/errors.ts'
import type { IssueStore } from '../../contracts/store.ts'
import { BoundedQueue } from '../../platform/bounded-queue.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

/** Items, their UTF-16 units and batches that may wait for the disk; whoever comes after is asked to come again. */
const MAX_WAITING_ITEMS = 20_000
const MAX_WAITING_UNITS = 32_000_000
const MAX_WAITING_BATCHES = 2000
const RETRY_AFTER_MS = 2000

/** With so many items the store has enough to commit at once: while it does, nothing else runs. */
const ITEMS_AT_ONCE = 500

/** Whoever waits longer is told that it is not known whether the items are kept; sending them again does no harm. */
const PATIENCE_MS = 15_000

export interface IntakeOptions {
  readonly store: Pick<IssueStore, 'saveFeedback'>
  readonly clock: Clock
  /** Called once for each new item, when it is on disk, in order. */
  readonly onKept: (feedback: DigitalFeedback) => void
}

interface Batch {
  readonly items: readonly DigitalFeedback[]
  readonly units: number
  readonly kept: (fresh: readonly boolean[]) => void
  readonly failed: (error: AppError) => void
}

/** Takes feedback to the disk. Bounded: when the disk cannot follow, it refuses rather than losing anything. */
export class Intake {
  readonly #options: IntakeOptions
  readonly #queue = new BoundedQueue<Batch>(MAX_WAITING_BATCHES)
  #waiting = 0
  #units = 0
  #pumping: Promise<void> | null = null
  #stopped = false

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting
  }

  /**
   * Resolves when all items are on disk: for each, whether it was new.
   * @throws AppError `STORE_FAILED`, also when too much waits; `SHUTTING_DOWN`.
   */
  async save(items: readonly DigitalFeedback[]): Promise<readonly boolean[]> {
    if (this.#stopped) throw new AppError('SHUTTING_DOWN')
    const units = unitsOf(items)
    if (!this.#hasRoomFor(items.length, units)) {
      const detail = 'More waits for the disk than may wait.'
      throw new AppError('STORE_FAILED', detail, { retryAfterMs: RETRY_AFTER_MS })
    }
    this.#waiting += items.length
    this.#units += units
    const saved = new Promise<readonly boolean[]>((kept, failed) => {
      this.#queue.push({ items, units, kept, failed })
    })
    this.#pumping ??= this.#pump()
    return this.#withPatience(saved)
  }

  /** Refuses more, and waits until what waits is on disk, or has failed, but no longer than this. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const cancel = this.#options.clock.after(deadlineMs, () => resolve(undefined))
    await Promise.race([this.#pumping, promise])
    cancel()
  }

  #hasRoomFor(items: number, units: number): boolean {
    if (this.#waiting === 0) return true
    if (this.#queue.size >= MAX_WAITING_BATCHES || this.#waiting + items > MAX_WAITING_ITEMS) return false
    return this.#units + units <= MAX_WAITING_UNITS
  }

  async #pump(): Promise<void> {
    for (let first = this.#queue.shift(); first !== undefined; first = this.#queue.shift()) {
      const batches = [first]
      for (
        let items = first.items.length;
        items < ITEMS_AT_ONCE;
        items += batches.at(-1)?.items.length ?? 0
      ) {
        const next = this.#queue.shift()
        if (next === undefined) break
        batches.push(next)
      }
      await Promise.all(batches.map((batch) => this.#keep(batch)))
    }
    this.#pumping = null
  }

  async #keep({ items, units, kept, failed }: Batch): Promise<void> {
    try {
      const fresh = await this.#freshOf(items)
      for (const [at, item] of items.entries()) if (fresh[at] === true) this.#options.onKept(item)
      kept(fresh)
    } catch (thrown) {
      const cause = normaliseError(thrown)
      failed(cause instanceof AppError ? cause : new AppError('STORE_FAILED', null, { cause }))
    } finally {
      this.#waiting -= items.length
      this.#units -= units
    }
  }

  /** Ids are those of one source, so each is asked for alone. */
  async #freshOf(items: readonly DigitalFeedback[]): Promise<readonly boolean[]> {
    const fresh = items.map(() => false)
    const bySource = Map.groupBy(items.entries(), ([, { sourceId }]) => sourceId)
    const saves = [...bySource.values()].map(async (own) => {
      const ids = new Set(await this.#options.store.saveFeedback(own.map(([, item]) => item)))
      // Of two with one id the first is new.
      for (const [at, { feedbackId }] of own) fresh[at] = ids.delete(feedbackId)
    })
    await Promise.all(saves)
    return fresh
  }

  async #withPatience<T>(work: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>()
    const cancel = this.#options.clock.after(PATIENCE_MS, () => {
      const detail = 'It is not on disk yet.'
      reject(new AppError('STORE_FAILED', detail, { retryAfterMs: RETRY_AFTER_MS }))
    })
    try {
      return await Promise.race([work, promise])
    } finally {
      cancel()
    }
  }
}

function unitsOf(items: readonly DigitalFeedback[]): number {
  let units = 0
  for (const { text, turns } of items) {
    units += text.length
    for (const turn of turns) units += turn.text.length
  }
  return units
}

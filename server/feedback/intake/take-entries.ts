import type { DigitalFeedback } from '../../contracts/digital-feedback.ts'
import { AppError } from '../../contracts/errors.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import type { KeyedHash } from '../../platform/keyed-hash.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'
import type { TokenBuckets } from '../../platform/token-buckets.ts'
import type { FeedbackMetrics } from '../feedback-metrics.ts'
import type { Entry } from '../form/fault.ts'
import { readItem, type ItemDefaults } from '../form/item.ts'
import { toFeedback } from '../form/to-feedback.ts'
import type { Intake } from './intake.ts'
import type { Report } from './report.ts'
import type { Sources } from './sources.ts'

/** After so many items, or units of their texts, everything else has its turn: live calls run in this process, too. */
const TURN_ITEMS = 50
const TURN_UNITS = 20_000

/** So many items are given on together; the body is not read on before they are on disk. */
const BATCH = 500

export interface EntryServices {
  readonly intake: Intake
  readonly pace: TokenBuckets
  readonly sources: Sources
  readonly metrics: FeedbackMetrics
  readonly clock: Clock
  readonly redact: (text: string) => string
  readonly authorKeyOf: KeyedHash
  readonly contentIdOf: KeyedHash
}

export interface TakeEntriesOptions {
  readonly entries: AsyncIterable<Entry>
  readonly defaults: ItemDefaults
  /** Of items that name none. */
  readonly sourceId: string
  readonly report: Report
}

/**
 * Reads, checks and keeps entries one after another, and writes into the report what became of each. It stops where
 * the source sends too fast or the disk does not follow; what was kept until then is kept.
 * @throws AppError of the reading, such as `FRAME_TOO_LARGE`.
 */
export async function takeEntries(services: EntryServices, options: TakeEntriesOptions): Promise<void> {
  const taker = new Taker(services, options)
  try {
    for await (const entry of options.entries) {
      if (!(await taker.take(entry))) return
      await taker.rest()
    }
  } catch (thrown) {
    // Where the body breaks off, what came before is kept all the same.
    await taker.flush()
    throw thrown
  }
  await taker.flush()
}

class Taker {
  readonly #services: EntryServices
  readonly #options: TakeEntriesOptions
  #batch: { readonly line: number; readonly feedback: DigitalFeedback }[] = []
  #items = 0
  #units = 0

  constructor(services: EntryServices, options: TakeEntriesOptions) {
    this.#services = services
    this.#options = options
  }

  /** Whether to go on. */
  async take(entry: Entry): Promise<boolean> {
    const { sourceId, defaults } = this.#options
    const read = 'faults' in entry ? entry : readItem(entry.value)
    const source = ('item' in read ? read.item.source : null) ?? defaults.source ?? sourceId
    if (this.#isTooFast(source, entry.line)) {
      await this.flush()
      return false
    }
    const made = 'item' in read ? this.#make(read.item) : read
    if ('faults' in made) {
      this.#options.report.refuse(entry.line, made.faults)
      this.#count(source, 'refused')
      return true
    }
    if (made.cut) {
      this.#options.report.cut += 1
      this.#services.metrics.textsCut.inc()
    }
    this.#units += made.feedback.text.length
    this.#batch.push({ line: entry.line, feedback: made.feedback })
    return this.#batch.length < BATCH || this.flush()
  }

  /** To be called after each entry. */
  async rest(): Promise<void> {
    this.#items += 1
    if (this.#items < TURN_ITEMS && this.#units < TURN_UNITS) return
    this.#items = 0
    this.#units = 0
    await letOthersRun()
  }

  /** Keeps what was taken; whether that went well. */
  async flush(): Promise<boolean> {
    const batch = this.#batch
    const [first] = batch
    if (first === undefined) return true
    this.#batch = []
    const { report } = this.#options
    try {
      const fresh = await this.#services.intake.save(batch.map(({ feedback }) => feedback))
      for (const [at, { feedback }] of batch.entries()) {
        const result = fresh[at] === true ? 'accepted' : 'known'
        report[result] += 1
        this.#count(feedback.sourceId, result)
      }
      return true
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      report.stopped = { line: first.line, error: thrown }
      return false
    }
  }

  #make(item: Parameters<typeof toFeedback>[0]['item']): ReturnType<typeof toFeedback> {
    const { defaults, sourceId } = this.#options
    const { clock, redact, authorKeyOf, contentIdOf } = this.#services
    const receivedAt = wallMs(clock.now())
    return toFeedback({ item, defaults, sourceId, receivedAt, redact, authorKeyOf, contentIdOf })
  }

  #isTooFast(source: string, line: number): boolean {
    const { pace, sources, metrics } = this.#services
    const retryAfterMs = pace.take(sources.nameOf(source))
    if (retryAfterMs === 0) return false
    const detail = `Send the rest from line ${line} on, or all of it again, later.`
    this.#options.report.stopped = {
      line,
      error: new AppError('FEEDBACK_TOO_FAST', detail, { retryAfterMs }),
    }
    sources.count(source, 'tooFast')
    metrics.tooFast.inc({ door: 'source' })
    return true
  }

  #count(source: string, result: 'accepted' | 'known' | 'refused'): void {
    this.#services.sources.count(source, result)
    this.#services.metrics.items.inc({ result })
  }
}

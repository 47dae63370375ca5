import type { HeardContact } from '../../contracts/contact.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import { traceOf } from '../../platform/error-trace.ts'
import type { Log } from '../../platform/log.ts'
import type { EngineNews, IssueEngine } from '../issue-engine.ts'
import { gatherHistory, type HistorySource } from './gather.ts'
import { learnFrom } from './learn.ts'

/** How far back it is worth learning: four times the half-life of what is usual. */
const LOOK_BACK_MS = 28 * 86_400_000
/** Contacts that may come while it learns; more are learned without. */
const MOST_MEANWHILE = 100_000
/** Less than this is no history. */
const LEAST_CONTACTS = 50

interface Arrival {
  readonly contact: HeardContact
  readonly arrivedAt: WallMs
}

export interface LearnerOptions extends HistorySource {
  readonly engine: IssueEngine
  readonly log: Log
  readonly onLearned: (news: EngineNews) => void
}

/**
 * Makes a detector that knows what is usual from what is kept, beside the one that is listening, and then puts it in its
 * place: a site that has kept calls, or imports its past feedback, need not wait for a day.
 */
export class Learner {
  readonly #options: LearnerOptions
  readonly #stop = new AbortController()
  #meanwhile: Arrival[] | null = null
  #running: Promise<boolean> | null = null

  constructor(options: LearnerOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#running !== null
  }

  /** A contact came that has to be learned as well. */
  note(contact: HeardContact, arrivedAt: WallMs): void {
    if (this.#meanwhile !== null && this.#meanwhile.length < MOST_MEANWHILE) {
      this.#meanwhile.push({ contact, arrivedAt })
    }
  }

  /** Begins unless it is at it; never rejects. Resolves to false when it was stopped before its end. */
  start(now: WallMs): Promise<boolean> {
    this.#running ??= this.#learn(now)
      .then(() => !this.#stop.signal.aborted)
      .catch((thrown: unknown) => {
        this.#options.log.error(traceOf(thrown), 'What is kept could not be learned from.')
        return true
      })
      .finally(() => {
        this.#meanwhile = null
        this.#running = null
      })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #learn(now: WallMs): Promise<void> {
    const { engine, log, onLearned } = this.#options
    const { signal } = this.#stop
    const meanwhile: Arrival[] = []
    this.#meanwhile = meanwhile
    const since = wallMs(now - LOOK_BACK_MS)
    const contacts = await gatherHistory(this.#options, { since, before: now }, signal)
    if (contacts.length < LEAST_CONTACTS) return
    const detector = engine.newDetector()
    const open = await learnFrom(detector, contacts, signal)
    if (signal.aborted) return
    open.follow(detector.advanceTo(now))
    for (const { contact, arrivedAt } of meanwhile) {
      open.follow(detector.advanceTo(arrivedAt))
      open.follow(detector.observe({ ...contact, at: wallMs(Math.min(contact.at, arrivedAt)) }))
    }
    // Charts go back as far as what is usual does.
    for (const contact of contacts) {
      engine.book.tally.add(contact)
      engine.countBranches(contact)
    }
    engine.book.tally.advance(now)
    onLearned(engine.adoptDetector(detector, open.all))
    log.info({ contacts: contacts.length }, 'What is usual has been learned from what is kept.')
  }
}

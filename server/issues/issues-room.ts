import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallLabel } from '../contracts/assist.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import type { IssueDesk } from '../contracts/issue-desk.ts'
import type { Store } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { DigitalFeedback } from '../contracts/digital-feedback.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { BOOK_DEFAULTS } from './book/book-settings.ts'
import { CodeKeeper } from './codes/code-keeper.ts'
import type { CallContactOptions } from './contacts/call-contact.ts'
import { CallContacts } from './contacts/call-contacts.ts'
import { feedbackContact } from './contacts/feedback-contact.ts'
import { codeOfLabel } from './contacts/label-code.ts'
import { Desk } from './desk/issue-desk.ts'
import { Learner } from './history/learner.ts'
import { restoreIssues } from './history/restore.ts'
import { IssueEngine } from './issue-engine.ts'
import { IssueShell } from './issue-shell.ts'
import { DayStates } from './keep/day-states.ts'
import { createIssuesMetrics, type IssuesMetrics } from './issues-metrics.ts'

const MINUTE_MS = 60_000
/** What a killed process has to play again. */
const SAVE_EVERY_MS = 5 * MINUTE_MS
const FORGET_EVERY_MS = 60 * MINUTE_MS
const FIGURES_EVERY_MS = 1000
/** Contacts from before their time that are worth learning again for, while a feed is not known yet. */
const LEAST_IMPORTED = 50

export interface IssuesOptions {
  readonly bus: Bus
  readonly store: Store
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Folder in which `codes` lies. */
  readonly rulesDir: string
  /** A keyed hash of what names a customer. */
  readonly hashAuthor: (value: string) => string
  readonly customerAttribute: string
  readonly queueAttribute: string
  /** IANA name of the zone whose hours the customers live by. */
  readonly timeZone: string
  /** How long what customers said is kept. */
  readonly keepContactsMs: number
  /** Folder for one state a day, from which the last day can be played again. */
  readonly statesDir: string
  /** A closed issue that comes back within so long is the same one. */
  readonly reopenWithinMs: number
}

/** Hears of what more customers than usual talk of: topics `transcript`, `feedback` and `label` in, `issue` and `match` out. */
export interface IssuesRoom {
  /**
   * Loads the code frame, goes on where the last process was and listens to the bus.
   * @throws AppError `CODES_INVALID` with every fault.
   */
  start(): Promise<void>
  /** Stops listening and saves what was learned. Never rejects. */
  stop(): Promise<void>
  readonly desk: IssueDesk
  readonly readiness: ReadinessCheck
}

/** Wires the room; nothing is read and nothing is heard before `start`. */
export function createIssues(options: IssuesOptions): IssuesRoom {
  return new Room(options)
}

class Room implements IssuesRoom {
  readonly desk: IssueDesk
  readonly readiness: ReadinessCheck
  readonly #options: IssuesOptions
  readonly #codes: CodeKeeper
  readonly #engine: IssueEngine
  readonly #shell: IssueShell
  readonly #calls: CallContacts
  readonly #learner: Learner
  readonly #metrics: IssuesMetrics
  readonly #cleanups: Unsubscribe[] = []
  readonly #days: DayStates
  #isListening = false
  #isUntaught = false
  #saving: Promise<void> = Promise.resolve()
  #tooLate = 0

  constructor(options: IssuesOptions) {
    const { bus, store, log, registry, clock, rulesDir, timeZone, reopenWithinMs } = options
    this.#options = options
    this.#days = new DayStates(options.statesDir)
    this.#codes = new CodeKeeper({
      ...{ rulesDir, clock, log, registry },
      onChanged: () => this.#engine.announceCodes(),
    })
    const codes = () => this.#codes.frame.codes
    this.#engine = new IssueEngine({ codes, timeZone, settings: { ...BOOK_DEFAULTS, reopenWithinMs } })
    const engine = this.#engine
    const contacts: CallContactOptions = { ...options, search: () => this.#codes.frame.finder() }
    this.#calls = new CallContacts(contacts)
    this.#metrics = createIssuesMetrics(registry, () => ({
      openIssues: [...engine.book.dossiers()].filter(({ isOpen }) => isOpen).length,
      liveCalls: this.#calls.size,
      lines: this.#shell.lines.size,
      tooLate: engine.detector.counters.tooLate,
    }))
    this.#learner = new Learner({
      ...{ store, contacts, engine, log },
      onLearned: (news) => {
        this.#isUntaught = false
        this.#shell.follow(news, this.#shell.now)
        // Never rejects, like the other saves.
        void this.#save()
      },
    })
    this.#shell = new IssueShell({
      ...{ engine, bus, store: store.issues, clock, log, metrics: this.#metrics },
      onContact: (contact, arrivedAt) => this.#learner.note(contact, arrivedAt),
    })
    this.desk = new Desk({ ...options, engine, shell: this.#shell, codes: this.#codes })
    this.readiness = this.#readiness()
  }

  async start(): Promise<void> {
    const { store, log, bus, clock } = this.#options
    await this.#codes.load()
    const kept = await store.issues.loadSettings()
    if (kept !== null) this.#engine.changeSettings({ ...this.#engine.book.settings, ...kept.settings })
    const codes = () => this.#codes.frame.codes
    const { now } = this.#shell
    await this.#shell.loadNotices()
    const restored = await restoreIssues({ engine: this.#engine, store: store.issues, codes, now })
    for (const { issue, isOpen } of this.#engine.book.dossiers()) if (isOpen) this.#shell.lines.follow(issue)
    this.#shell.follow({ notices: [], opened: [] }, now)
    if (!restored) void this.#learnFirst()
    await this.#codes.follow()
    this.#cleanups.push(
      bus.subscribe('transcript', (message) => this.#takeCall(message)),
      bus.subscribe('feedback', (feedback) => this.#takeFeedback(feedback)),
      bus.subscribe('label', (label) => this.#takeLabel(label)),
      clock.every(FIGURES_EVERY_MS, () => this.#shell.tellFigures()),
      clock.every(MINUTE_MS, () => this.#everyMinute()),
      clock.every(SAVE_EVERY_MS, () => void this.#save()),
      clock.every(FORGET_EVERY_MS, () => this.#forget()),
    )
    this.#isListening = true
    log.info({ codes: this.#codes.frame.codes.length, restored }, 'Contacts are listened to for issues.')
  }

  async stop(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0)) cleanup()
    await this.#learner.stop()
    await this.#codes.close()
    if (this.#isListening) {
      this.#shell.tellFigures()
      await this.#save()
    }
    this.#isListening = false
    this.#calls.clear()
    this.#shell.lines.clear()
  }

  /** Until it has ended nothing is saved: a start after a crash must learn, too. */
  async #learnFirst(): Promise<void> {
    this.#isUntaught = true
    const finished = await this.#learner.start(this.#shell.now)
    this.#isUntaught = !finished
  }

  #takeCall(message: CallMessage): void {
    const { parts, codes } = this.#calls.take(message)
    for (const part of parts) this.#shell.takeContact(part)
    this.#shell.takeCall(message, codes)
  }

  #takeLabel(label: CallLabel): void {
    const code = codeOfLabel(this.#codes.frame.codes, label)
    this.#shell.takeContact(this.#calls.takeLabel(label, code))
  }

  #takeFeedback(feedback: DigitalFeedback): void {
    this.#shell.takeContact(feedbackContact(feedback, this.#codes.frame.finder()))
  }

  #everyMinute(): void {
    this.#shell.advance()
    this.#learnWhatWasImported()
  }

  /** An import of past feedback is over when a minute brought no more of it. */
  #learnWhatWasImported(): void {
    const { counters, feeds } = this.#engine.detector
    const isNew = feeds.some(({ isKnown }) => !isKnown)
    const isOver = counters.tooLate === this.#tooLate
    this.#tooLate = counters.tooLate
    if (isNew && isOver && counters.tooLate >= LEAST_IMPORTED) void this.#learner.start(this.#shell.now)
  }

  /** One after the other; never rejects. */
  #save(): Promise<void> {
    this.#saving = this.#saving
      .then(() => this.#saveNow())
      .catch((thrown: unknown) => {
        this.#options.log.error(traceOf(thrown), 'What was learned of issues could not be saved.')
      })
    return this.#saving
  }

  async #saveNow(): Promise<void> {
    if (this.#isUntaught) return
    const { log, store } = this.#options
    const { now } = this.#shell
    const state = this.#engine.save()
    this.#metrics.busyMs.observe({ step: 'save' }, this.#shell.now - now)
    this.#metrics.stateBytes.set(state.length)
    this.#shell.write('state', store.issues.saveDetection(state, now))
    await store
      .flush()
      .catch(() => log.warn('What was learned of issues is not saved yet; it will be tried again.'))
    await this.#days
      .keep(now, state)
      .catch((thrown: unknown) => log.warn(traceOf(thrown), 'The state of the day was not kept.'))
  }

  #forget(): void {
    const { keepContactsMs, store } = this.#options
    this.#shell.write('forget', store.issues.forgetContacts(wallMs(this.#shell.now - keepContactsMs)))
  }

  #readiness(): ReadinessCheck {
    return {
      name: 'issues',
      check: async () => (this.#isListening ? null : 'contacts are not listened to yet'),
      note: () => {
        const errors = this.#codes.faults.filter(({ severity }) => severity === 'error').length
        if (errors > 0) return `faults in the code frame: ${String(errors)}; the frame before stays in force`
        return this.#learner.isRunning ? 'learning what is usual from what is kept' : null
      },
    }
  }
}

import type { Bus } from '../bus/bus.ts'
import type { HeardContact } from '../contracts/contact.ts'
import type { Issue } from '../contracts/issue.ts'
import type { Match } from '../contracts/match.ts'
import type { IssueStore } from '../contracts/store.ts'
import { type WallMs, wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../contracts/volume-notice.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { CodeHeard } from './contacts/call-contact.ts'
import { VolumeNotices } from './desk/volume-notices.ts'
import type { Notice } from './detect/issue.ts'
import type { EngineNews, IssueEngine } from './issue-engine.ts'
import type { IssuesMetrics } from './issues-metrics.ts'
import { FloorLines } from './loop/floor-lines.ts'

export interface IssueShellOptions {
  readonly engine: IssueEngine
  readonly bus: Bus
  readonly store: IssueStore
  readonly clock: Clock
  readonly log: Log
  readonly metrics: IssuesMetrics
  /** Whoever also wants to know of each contact, such as a learner that catches up. */
  readonly onContact: (contact: HeardContact, arrivedAt: WallMs) => void
}

/** Takes what the bus brings to the engine, and what the engine says to the bus and the store. */
export class IssueShell {
  readonly lines = new FloorLines()
  readonly #options: IssueShellOptions
  readonly #failing = new Set<string>()
  readonly #notices = new VolumeNotices()

  constructor(options: IssueShellOptions) {
    this.#options = options
  }

  get now(): WallMs {
    return wallMs(this.#options.clock.now())
  }

  /** What the number of contacts and the feeds did in the last 24 hours, oldest first. */
  get notices(): readonly VolumeNotice[] {
    return this.#notices.list(this.now)
  }

  /** Takes up what was told before a restart, so that it is not told again. */
  async loadNotices(): Promise<void> {
    this.#notices.load(await this.#options.store.listNotices(wallMs(this.now - NOTICES_KEPT_MS)))
  }

  takeContact(contact: HeardContact): void {
    const { engine, store, metrics, onContact } = this.#options
    const { now } = this
    this.write('contact', store.saveContact(contact, now))
    metrics.contacts.inc({ channel: contact.channel, coded: String(contact.codes.length > 0) })
    onContact(contact, now)
    this.follow(engine.take(contact, now), now)
  }

  /** Tells agents what concerns their calls. */
  takeCall(message: CallMessage, codes: readonly CodeHeard[]): void {
    this.#publish(this.lines.take(message, codes, this.now))
  }

  /** Once a minute. */
  advance(): void {
    const { now } = this
    this.follow(this.#options.engine.advanceTo(now), now)
    this.#options.metrics.busyMs.observe({ step: 'minute' }, this.now - now)
  }

  /** Figures change with every contact; they are told once a second. */
  tellFigures(): void {
    for (const issue of this.#options.engine.book.collect(this.now, 'all')) this.tell(issue)
  }

  /** What the engine has just brought is told at once. */
  follow({ notices, opened }: EngineNews, now: WallMs): void {
    const { engine, metrics, log } = this.#options
    for (const notice of notices) this.#tellNotice(notice)
    for (const issueId of opened) {
      const { code } = engine.book.get(issueId)?.issue ?? { code: null }
      metrics.opened.inc({ kind: code === null ? 'words' : 'code' })
      log.info({ issueId }, 'An issue was noticed.')
    }
    for (const issue of engine.book.collect(now, 'urgent')) this.tell(issue)
  }

  tell(issue: Issue): void {
    const { bus, store } = this.#options
    this.write('issue', store.saveIssue(issue))
    bus.publish('issue', issue)
    this.#publish(this.lines.follow(issue))
  }

  #tellNotice(found: Notice): void {
    const { engine, store, bus, metrics, log } = this.#options
    const notice = this.#notices.take(found, engine.book.recent)
    if (notice === null) return
    const { kind, sourceId, perHour, expectedPerHour } = notice
    metrics.notices.inc({ kind })
    log.info({ kind, sourceId, perHour, expectedPerHour }, 'The number of contacts changed, or a feed did.')
    this.write('notice', store.saveNotice(notice))
    bus.publish('notice', notice)
  }

  /** Waits for nothing: a slow or broken store must not hold up the bus. */
  write(what: string, written: Promise<unknown>): void {
    const { metrics, log } = this.#options
    written.then(
      () => this.#failing.delete(what),
      (thrown: unknown) => {
        metrics.failures.inc({ what })
        // Once a spell of failures; the metric has the number.
        if (!this.#failing.has(what))
          log.error({ what, ...traceOf(thrown) }, 'The store did not take an issue.')
        this.#failing.add(what)
      },
    )
  }

  #publish(matches: readonly Match[]): void {
    for (const match of matches) {
      this.#options.metrics.told.inc({ state: match.state })
      this.#options.bus.publish('match', match)
    }
  }
}

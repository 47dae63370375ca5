import type { NotifyTold } from '../../contracts/notify.ts'
import type { NotifyPace } from '../../contracts/subscription.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import { NOTICES_KEPT_MS, type VolumeChange, type VolumeNotice } from '../../contracts/volume-notice.ts'
import type { Manner } from './manner.ts'

/** What is to be sent of notices now. */
export interface NoticeMessage {
  readonly groupKey: string
  readonly notices: readonly VolumeNotice[]
}

interface NoticesOptions {
  /** Told of are those from this time on; null: none. */
  readonly since: WallMs | null
  readonly pace: NotifyPace
  readonly manner: Manner
  /** What was told before a restart, of issues, too. */
  readonly told: readonly NotifyTold[]
}

interface Pending {
  readonly notice: VolumeNotice
  readonly since: WallMs
}

/** A message tells of so many; the next one of the others. */
const MOST_NOTICES = 50

/** Of all notices that go to people: they come in one message. No group of issues has this key. */
const TOGETHER = 'notices'

/** Changes for which somebody may have something to do; the others are their ends, or good news. */
const TROUBLE: ReadonlySet<VolumeChange> = new Set(['volume-up', 'volume-down', 'source-stopped'])

export function isTrouble(kind: VolumeChange): boolean {
  return TROUBLE.has(kind)
}

/**
 * Which notices one subscription is told of when: each once, those of one moment together, at the pace of its groups.
 * It works on the times that it is given. `due` changes nothing; `tell` says that a message is on its way.
 */
export class Notices {
  readonly #options: NoticesOptions
  readonly #pending = new Map<string, Pending>()
  /** By id, when it was told. */
  readonly #told: Map<string, WallMs>
  #lastMessageAt: number

  constructor(options: NoticesOptions) {
    this.#options = options
    this.#told = new Map(options.told.map(({ issueId, toldAt }) => [issueId, toldAt]))
    const messages = options.told.filter(({ groupKey }) => groupKey === TOGETHER)
    this.#lastMessageAt = Math.max(-Infinity, ...messages.map(({ toldAt }) => toldAt))
  }

  observe(notice: VolumeNotice, now: WallMs): void {
    this.#forget(now)
    const { since, manner } = this.#options
    const { noticeId, at, kind } = notice
    if (since === null || at < since || now - at >= NOTICES_KEPT_MS) return
    if (manner.openingsOnly && !isTrouble(kind)) return
    if (this.#told.has(noticeId) || this.#pending.has(noticeId)) return
    this.#pending.set(noticeId, { notice, since: now })
  }

  due(now: WallMs): readonly NoticeMessage[] {
    const at = this.nextAt()
    if (at === null || at > now) return []
    const notices = [...this.#pending.values()].map(({ notice }) => notice).toSorted((a, b) => a.at - b.at)
    if (this.#options.manner.separate) {
      return notices.map((notice) => ({ groupKey: notice.noticeId, notices: [notice] }))
    }
    return [{ groupKey: TOGETHER, notices: notices.slice(0, MOST_NOTICES) }]
  }

  /** When `due` is worth asking next; null: not before something is observed. */
  nextAt(): WallMs | null {
    if (this.#pending.size === 0) return null
    const { groupWaitMs, groupIntervalMs } = this.#options.pace
    const first = Math.min(...[...this.#pending.values()].map(({ since }) => since))
    return wallMs(Math.max(first + groupWaitMs, this.#lastMessageAt + groupIntervalMs))
  }

  /** What the receiver knows once the message is sent. */
  toldBy({ groupKey, notices }: NoticeMessage, now: WallMs): readonly NotifyTold[] {
    return notices.map(({ noticeId, kind }) => ({
      issueId: noticeId,
      groupKey,
      standing: kind,
      over: true,
      toldAt: now,
    }))
  }

  tell(told: readonly NotifyTold[]): void {
    for (const { issueId, groupKey, toldAt } of told) {
      this.#told.set(issueId, toldAt)
      this.#pending.delete(issueId)
      if (groupKey === TOGETHER) this.#lastMessageAt = toldAt
    }
  }

  /** What was told so long ago is not observed again, and what waited so long, of one that is paused, is old news. */
  #forget(now: WallMs): void {
    for (const [id, toldAt] of this.#told) if (now - toldAt >= NOTICES_KEPT_MS) this.#told.delete(id)
    for (const [id, { notice }] of this.#pending) {
      if (now - notice.at >= NOTICES_KEPT_MS) this.#pending.delete(id)
    }
  }
}

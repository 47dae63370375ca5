/** What the notify room keeps: messages on their way to a subscription, and what it was told before. */
import type { Issue } from './issue.ts'
import type { Subscription } from './subscription.ts'
import type { WallMs } from './time.ts'
import type { VolumeNotice } from './volume-notice.ts'

/** A subscription with what nobody is told once it is saved: the whole address and the secret of the signature. */
export interface KeptSubscription extends Omit<Subscription, 'notices'> {
  readonly secret: string
  /** It is told of notices from this time on; null: of none. */
  readonly noticesSince: WallMs | null
}

/** Why a receiver is told of an issue. `repeated`: nothing changed, it is still open. */
export const NOTIFY_NEWS = ['opened', 'reopened', 'changed', 'over', 'repeated'] as const

export type NotifyNews = (typeof NOTIFY_NEWS)[number]

/** An issue as it was when the message was made. `news` null: told before and the same, here for the whole picture. */
export interface NotifyEntry {
  readonly issue: Issue
  readonly news: NotifyNews | null
}

/** One message to one subscription: about the issues of one group, or notices. */
export interface NotifyMessage {
  /** Names the message to its receiver too, the same at every attempt. */
  readonly deliveryId: string
  readonly subscriptionId: string
  readonly groupKey: string
  readonly createdAt: WallMs
  /** The gravest first; empty in a message of notices. */
  readonly entries: readonly NotifyEntry[]
  /** Oldest first; empty in a message about issues. */
  readonly notices: readonly VolumeNotice[]
}

/** How often it was tried in vain; `firstTriedAt` null: never. */
export interface NotifyAttempt {
  readonly attempts: number
  readonly firstTriedAt: WallMs | null
  readonly nextAttemptAt: WallMs | null
  readonly error: string | null
}

export interface NotifyDelivery extends NotifyMessage, NotifyAttempt {}

/** What a subscription was last told of an issue; or that it was told of a notice, which is over at once. */
export interface NotifyTold {
  /** Of an issue or of a notice. */
  readonly issueId: string
  readonly groupKey: string
  /** What counts as news of it; two that are equal are the same news. */
  readonly standing: string
  readonly over: boolean
  readonly toldAt: WallMs
}

export interface NotifyTotals {
  readonly subscriptionId: string
  readonly waiting: number
  readonly delivered: number
  readonly deadLetters: number
  readonly lastDeliveredAt: WallMs | null
  /** Of the latest attempt; null: it went well. */
  readonly lastError: string | null
}

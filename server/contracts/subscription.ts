/** Who is told of issues and alerts outside the console, and how that goes. Implemented by the notify room. */
import type { Channel, CodeId } from './contact.ts'
import type { IssueState } from './issue.ts'
import type { Severity } from './match.ts'
import type { WallMs } from './time.ts'

/** Form of what is sent. `cloudevents`: structured mode of CloudEvents 1.0, the plain one. */
export const WEBHOOK_SHAPES = ['cloudevents', 'slack', 'teams', 'pagerduty', 'alertmanager', 'jira'] as const

export type WebhookShape = (typeof WEBHOOK_SHAPES)[number]

export type NotifyTarget =
  /** With credentials before the host; the desk answers with scheme and host alone, and takes that as "as before". */
  | { readonly type: 'webhook'; readonly url: string; readonly shape: WebhookShape }
  | { readonly type: 'email'; readonly to: readonly string[] }

/** What a subscription is told of. An empty or absent list lets everything pass. */
export interface NotifyFilter {
  /** With all codes below them. */
  readonly codes?: readonly CodeId[] | undefined
  readonly channels?: readonly Channel[] | undefined
  readonly units?: readonly string[] | undefined
  readonly minSeverity?: Severity | undefined
  readonly states?: readonly IssueState[] | undefined
}

/** Alertmanager's meaning of grouping and repeating. */
export interface NotifyPace {
  /** How long the first message of a group waits for others, in milliseconds. */
  readonly groupWaitMs: number
  /** The least time between two messages about the same group. */
  readonly groupIntervalMs: number
  /** An unchanged issue that is still open is told again after this; 0: never. */
  readonly repeatIntervalMs: number
  readonly groupBy: readonly ('code' | 'channel' | 'unit' | 'severity')[]
}

export interface Subscription {
  readonly subscriptionId: string
  readonly name: string
  readonly target: NotifyTarget
  readonly filter: NotifyFilter
  readonly pace: NotifyPace
  /** Whether it is told of the number of contacts and of feeds as well, whatever its filter says of issues. */
  readonly notices: boolean
  readonly paused: boolean
  readonly createdBy: string
  readonly createdAt: WallMs
}

/** How a subscription does. */
export interface SubscriptionState {
  readonly subscription: Subscription
  readonly waiting: number
  readonly delivered: number
  readonly deadLetters: number
  readonly lastDeliveredAt: WallMs | null
  /** Why the latest attempt failed, without the address; null: it did not. */
  readonly lastError: string | null
  readonly nextAttemptAt: WallMs | null
}

export interface DeadLetter {
  readonly deliveryId: string
  readonly subscriptionId: string
  /** The gravest issue that it tells of; null: it tells of notices. */
  readonly issueId: string | null
  readonly attempts: number
  readonly firstTriedAt: WallMs
  readonly givenUpAt: WallMs
  readonly error: string
}

/** As somebody saves one; without id it is new. */
export interface SubscriptionDraft {
  readonly subscriptionId?: string | undefined
  readonly name: string
  readonly target: NotifyTarget
  readonly filter: NotifyFilter
  readonly pace?: Partial<NotifyPace> | undefined
  /** False for a new one. */
  readonly notices?: boolean | undefined
  readonly paused?: boolean | undefined
  /** Secret of the signature, at least 16 characters; absent: kept, or made for a new one. */
  readonly secret?: string | undefined
}

export interface NotifyDesk {
  list(): Promise<readonly SubscriptionState[]>
  /**
   * A new one's secret is told this once.
   * @throws AppError `REQUEST_INVALID`; `TARGET_REFUSED` for an address that is private and not allowed; `NOT_FOUND`.
   */
  save(
    draft: SubscriptionDraft,
    by: string,
  ): Promise<{ readonly subscription: Subscription; readonly secret: string | null }>
  /** @throws AppError `NOT_FOUND`. */
  remove(subscriptionId: string): Promise<void>
  /** Sends a test message at once. @throws AppError `NOT_FOUND`. */
  test(subscriptionId: string): Promise<{ readonly delivered: boolean; readonly error: string | null }>
  deadLetters(subscriptionId: string): Promise<readonly DeadLetter[]>
  /** Puts a dead letter back at the end of the queue. @throws AppError `NOT_FOUND`. */
  retry(deliveryId: string): Promise<void>
}

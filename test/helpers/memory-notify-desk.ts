import { AppError } from '../../server/contracts/errors.ts'
import type {
  DeadLetter,
  NotifyDesk,
  Subscription,
  SubscriptionDraft,
  SubscriptionState,
} from '../../server/contracts/subscription.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT } from './message-builders.ts'

const PACE = { groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 0, groupBy: [] } as const

/** A desk of subscriptions in memory that sends nothing, for tests of what delivery makes of it. */
export class MemoryNotifyDesk implements NotifyDesk {
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #dead: readonly DeadLetter[]
  readonly retried: string[] = []

  constructor(dead: readonly DeadLetter[] = []) {
    this.#dead = dead
  }

  async list(): Promise<readonly SubscriptionState[]> {
    return [...this.#subscriptions.values()].map((subscription) => ({
      subscription,
      waiting: 0,
      delivered: 0,
      deadLetters: this.#dead.length,
      lastDeliveredAt: null,
      lastError: null,
      nextAttemptAt: null,
    }))
  }

  async save(
    draft: SubscriptionDraft,
    by: string,
  ): Promise<{ readonly subscription: Subscription; readonly secret: string | null }> {
    const { target, name, filter, pace = {}, notices = false, paused = false } = draft
    if (target.type === 'webhook' && new URL(target.url).hostname === '10.0.0.1') {
      throw new AppError('TARGET_REFUSED', 'body.target.url: the address is private.')
    }
    const subscriptionId = draft.subscriptionId ?? `s-${this.#subscriptions.size + 1}`
    if (draft.subscriptionId !== undefined) this.#get(subscriptionId)
    const kept = { name, target, filter, notices, paused, createdBy: by, createdAt: wallMs(STARTED_AT) }
    const subscription: Subscription = { subscriptionId, ...kept, pace: { ...PACE, ...pace } }
    this.#subscriptions.set(subscriptionId, subscription)
    return { subscription, secret: draft.subscriptionId === undefined ? 'made-for-this-test' : null }
  }

  async remove(subscriptionId: string): Promise<void> {
    this.#get(subscriptionId)
    this.#subscriptions.delete(subscriptionId)
  }

  async test(
    subscriptionId: string,
  ): Promise<{ readonly delivered: boolean; readonly error: string | null }> {
    this.#get(subscriptionId)
    return { delivered: true, error: null }
  }

  async deadLetters(subscriptionId: string): Promise<readonly DeadLetter[]> {
    this.#get(subscriptionId)
    return this.#dead
  }

  async retry(deliveryId: string): Promise<void> {
    if (!this.#dead.some((letter) => letter.deliveryId === deliveryId)) throw new AppError('NOT_FOUND')
    this.retried.push(deliveryId)
  }

  #get(subscriptionId: string): Subscription {
    const subscription = this.#subscriptions.get(subscriptionId)
    if (subscription === undefined) throw new AppError('NOT_FOUND')
    return subscription
  }
}

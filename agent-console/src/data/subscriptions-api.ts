import type {
  DeadLetter,
  Subscription,
  SubscriptionDraft,
  SubscriptionState,
} from '../../../server/contracts/subscription.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isList } from './shape.ts'
import { isDeadLetter, isSaved, isSubscriptionState, isTestResult } from './subscription-forms.ts'

/** The server's API of subscriptions. Every method throws as `Requests` does. */
export class SubscriptionsApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async list(): Promise<readonly SubscriptionState[]> {
    return this.#requests.json('/v1/subscriptions', (value) => isList(value, isSubscriptionState))
  }

  /** A new one's secret is told this once. */
  async save({
    subscriptionId,
    ...draft
  }: SubscriptionDraft): Promise<{ readonly subscription: Subscription; readonly secret: string | null }> {
    return subscriptionId === undefined
      ? this.#requests.json('/v1/subscriptions', isSaved, { method: 'POST', body: draft })
      : this.#requests.json(pathOf(subscriptionId), isSaved, { method: 'PUT', body: draft })
  }

  async remove(subscriptionId: string): Promise<void> {
    await this.#requests.done(pathOf(subscriptionId), { method: 'DELETE' })
  }

  /** Sends a message that says it is a test. */
  async test(
    subscriptionId: string,
  ): Promise<{ readonly delivered: boolean; readonly error: string | null }> {
    return this.#requests.json(`${pathOf(subscriptionId)}/test`, isTestResult, { method: 'POST' })
  }

  async deadLetters(subscriptionId: string): Promise<readonly DeadLetter[]> {
    const path = `${pathOf(subscriptionId)}/dead-letters`
    return this.#requests.json(path, (value) => isList(value, isDeadLetter))
  }

  async retry(deliveryId: string): Promise<void> {
    await this.#requests.done(`/v1/dead-letters/${encodeURIComponent(deliveryId)}/retry`, { method: 'POST' })
  }
}

function pathOf(subscriptionId: string): string {
  return `/v1/subscriptions/${encodeURIComponent(subscriptionId)}`
}

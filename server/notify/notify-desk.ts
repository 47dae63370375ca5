import { AppError } from '../contracts/errors.ts'
import type { KeptSubscription } from '../contracts/notify.ts'
import type { NotifyStore } from '../contracts/store.ts'
import type { NotifyDesk, SubscriptionDraft } from '../contracts/subscription.ts'
import { wallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { receiverOf } from './core/manner.ts'
import { isSameTarget, subscriptionOf, withoutSecrets } from './drafts.ts'
import type { NotifyMetrics } from './notify-metrics.ts'
import { leadsNowhere, type FindAddresses } from './send/guarded-lookup.ts'
import type { AllowedPlaces } from './send/reachable.ts'
import type { Sender } from './send/sender.ts'
import type { Subscriber } from './subscriber.ts'
import type { Subscribers } from './subscribers.ts'
import { testMessage } from './test-message.ts'

interface NotifyDeskOptions {
  readonly store: NotifyStore
  readonly subscribers: Subscribers
  readonly sender: Sender
  readonly metrics: NotifyMetrics
  readonly clock: Clock
  readonly places: AllowedPlaces
  readonly find: FindAddresses
  readonly sendsMails: boolean
}

/** Each is a queue and a connection of its own. */
const MOST_SUBSCRIPTIONS = 200

export function createNotifyDesk(options: NotifyDeskOptions): NotifyDesk {
  const { store, subscribers, sender, metrics, clock } = options

  const must = (subscriptionId: string): Subscriber => {
    const subscriber = subscribers.get(subscriptionId)
    if (subscriber === null) throw new AppError('NOT_FOUND', 'No subscription has this id.')
    return subscriber
  }

  return {
    async list() {
      const totals = await store.listTotals()
      return totals.flatMap(({ subscriptionId, ...figures }) => {
        const subscriber = subscribers.get(subscriptionId)
        if (subscriber === null) return []
        const { subscription, nextAttemptAt } = subscriber
        return [{ subscription: withoutSecrets(subscription), ...figures, nextAttemptAt }]
      })
    },
    save: (draft, by) => save(options, draft, by),
    async remove(subscriptionId) {
      const subscriber = must(subscriptionId)
      await subscribers.remove(subscriber)
      const waiting = await store.startAnew(subscriptionId)
      await store.removeSubscription(subscriptionId)
      metrics.message(receiverOf(subscriber.subscription.target), 'removed', waiting)
    },
    async test(subscriptionId) {
      const { subscription } = must(subscriptionId)
      const message = testMessage(subscriptionId, wallMs(clock.now()))
      const attempt = await sender.send(subscription, message, new AbortController().signal)
      return { delivered: attempt.delivered, error: attempt.delivered ? null : attempt.error }
    },
    async deadLetters(subscriptionId) {
      must(subscriptionId)
      return store.listDeadLetters(subscriptionId)
    },
    async retry(deliveryId) {
      const subscriptionId = await store.revive(deliveryId)
      if (subscriptionId === null) throw new AppError('NOT_FOUND', 'No dead letter has this id.')
      subscribers.get(subscriptionId)?.wake()
    },
  }
}

async function save(
  options: NotifyDeskOptions,
  draft: SubscriptionDraft,
  by: string,
): ReturnType<NotifyDesk['save']> {
  const { store, subscribers, metrics, clock } = options
  const known = draft.subscriptionId === undefined ? null : subscribers.get(draft.subscriptionId)
  if (draft.subscriptionId !== undefined && known === null) {
    throw new AppError('NOT_FOUND', 'No subscription has this id.')
  }
  if (known === null && subscribers.size >= MOST_SUBSCRIPTIONS) {
    throw new AppError('REQUEST_INVALID', `There are ${MOST_SUBSCRIPTIONS} subscriptions; remove one first.`)
  }
  const before = known?.subscription ?? null
  const subscription = subscriptionOf(draft, before, { by, at: wallMs(clock.now()) })
  await checkReachable(options, subscription)
  await store.saveSubscription(subscription)
  if (known === null || before === null) {
    await subscribers.add(subscription)
    return { subscription: withoutSecrets(subscription), secret: subscription.secret }
  }
  if (!isSameTarget(before.target, subscription.target)) {
    // Another receiver knows nothing yet, and what waits is not for it.
    const dropped = await store.startAnew(subscription.subscriptionId)
    metrics.message(receiverOf(before.target), 'removed', dropped)
  }
  await subscribers.change(known, subscription)
  return { subscription: withoutSecrets(subscription), secret: null }
}

async function checkReachable(
  { places, find, sendsMails }: NotifyDeskOptions,
  { target }: KeptSubscription,
): Promise<void> {
  if (target.type === 'email') {
    if (sendsMails) return
    throw new AppError('REQUEST_INVALID', 'This server sends no mails: EARSHOT_SMTP_URL is not set.')
  }
  if (await leadsNowhere(new URL(target.url), places, find)) {
    throw new AppError(
      'TARGET_REFUSED',
      'It is private or not encrypted, and EARSHOT_NOTIFY_PRIVATE does not allow it.',
    )
  }
}

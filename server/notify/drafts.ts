import { randomUUID } from 'node:crypto'
import { AppError } from '../contracts/errors.ts'
import type { KeptSubscription } from '../contracts/notify.ts'
import type { NotifyTarget, Subscription, SubscriptionDraft } from '../contracts/subscription.ts'
import type { WallMs } from '../contracts/time.ts'
import { paceOf, receiverOf } from './core/manner.ts'
import { faultOfSecret, newSecret } from './send/signature.ts'
import { faultOfAddress, maskAddress } from './send/webhook-address.ts'

/** A subscription as people are told of it: where it leads, and nothing that would let somebody in. */
export function withoutSecrets({ secret: _, noticesSince, ...subscription }: KeptSubscription): Subscription {
  return { ...subscription, target: withoutPath(subscription.target), notices: noticesSince !== null }
}

/** @throws AppError `REQUEST_INVALID` that says what is wrong with it. */
export function subscriptionOf(
  draft: SubscriptionDraft,
  known: KeptSubscription | null,
  { by, at }: { readonly by: string; readonly at: WallMs },
): KeptSubscription {
  const target = targetOf(draft.target, known)
  checkTarget(target)
  if (draft.secret !== undefined) {
    const fault = faultOfSecret(draft.secret)
    if (fault !== null) throw new AppError('REQUEST_INVALID', `The secret cannot be used: ${fault}.`)
  }
  return {
    subscriptionId: known?.subscriptionId ?? `sub_${randomUUID()}`,
    name: draft.name,
    target,
    filter: draft.filter,
    pace: paceOf(target, isSameReceiver(target, known) ? { ...known?.pace, ...draft.pace } : draft.pace),
    paused: draft.paused ?? known?.paused ?? false,
    createdBy: known?.createdBy ?? by,
    createdAt: known?.createdAt ?? at,
    secret: draft.secret ?? known?.secret ?? newSecret(),
    noticesSince: noticesSince(draft, { target, known, at }),
  }
}

/** Of what was noticed before it asked, or at another address, it is not told. */
function noticesSince(
  { notices }: SubscriptionDraft,
  { target, known, at }: { target: NotifyTarget; known: KeptSubscription | null; at: WallMs },
): WallMs | null {
  const before = known?.noticesSince ?? null
  const wanted = notices ?? before !== null
  if (!wanted) return null
  return before !== null && known !== null && isSameTarget(target, known.target) ? before : at
}

/** Whether what waits, and what was told, is the same receiver's. */
export function isSameTarget(one: NotifyTarget, other: NotifyTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** An address that comes back as it was shown is the one that is kept. */
function targetOf(target: NotifyTarget, known: KeptSubscription | null): NotifyTarget {
  if (target.type !== 'webhook' || known?.target.type !== 'webhook') return target
  return target.url === maskAddress(known.target.url) ? { ...target, url: known.target.url } : target
}

/** Another kind of receiver has other usual times. */
function isSameReceiver(target: NotifyTarget, known: KeptSubscription | null): boolean {
  return known !== null && receiverOf(known.target) === receiverOf(target)
}

function checkTarget(target: NotifyTarget): void {
  if (target.type !== 'webhook') return
  const fault = faultOfAddress(target.url, target.shape)
  if (fault !== null) throw new AppError('REQUEST_INVALID', `The subscription cannot be saved: ${fault}.`)
}

function withoutPath(target: NotifyTarget): NotifyTarget {
  return target.type === 'webhook' ? { ...target, url: maskAddress(target.url) } : target
}

import type { DeadLetter, Subscription, SubscriptionState } from '../../../server/contracts/subscription.ts'
import { hasFields, isRecord } from './shape.ts'

/** Checks of what the server says of subscriptions, at the edge. */

function isTarget(value: unknown): boolean {
  if (!isRecord(value)) return false
  if (value['type'] === 'webhook') return hasFields(value, { url: 'string', shape: 'string' })
  return value['type'] === 'email' && hasFields(value, { to: 'list' })
}

function isSubscription(value: unknown): value is Subscription {
  return (
    hasFields(value, {
      subscriptionId: 'string',
      name: 'string',
      filter: 'record',
      pace: 'record',
      notices: 'boolean',
      paused: 'boolean',
      createdBy: 'string',
      createdAt: 'number',
    }) &&
    isTarget(value['target']) &&
    hasFields(value['pace'], {
      groupWaitMs: 'number',
      groupIntervalMs: 'number',
      repeatIntervalMs: 'number',
      groupBy: 'list',
    })
  )
}

export function isSubscriptionState(value: unknown): value is SubscriptionState {
  return (
    hasFields(value, { waiting: 'number', delivered: 'number', deadLetters: 'number' }) &&
    isSubscription(value['subscription'])
  )
}

export function isSaved(
  value: unknown,
): value is { readonly subscription: Subscription; readonly secret: string | null } {
  return isRecord(value) && isSubscription(value['subscription'])
}

export function isTestResult(
  value: unknown,
): value is { readonly delivered: boolean; readonly error: string | null } {
  return hasFields(value, { delivered: 'boolean' })
}

export function isDeadLetter(value: unknown): value is DeadLetter {
  return hasFields(value, {
    deliveryId: 'string',
    subscriptionId: 'string',
    attempts: 'number',
    firstTriedAt: 'number',
    givenUpAt: 'number',
    error: 'string',
  })
}

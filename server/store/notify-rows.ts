import { z } from 'zod'
import { CHANNELS } from '../contracts/contact.ts'
import { ISSUE_STATES } from '../contracts/issue.ts'
import {
  NOTIFY_NEWS,
  type KeptSubscription,
  type NotifyDelivery,
  type NotifyTold,
  type NotifyTotals,
} from '../contracts/notify.ts'
import { WEBHOOK_SHAPES, type DeadLetter } from '../contracts/subscription.ts'
import { wallMs } from '../contracts/time.ts'
import { issueForm, noticeForm } from './issue-rows.ts'
import { decode } from './rows.ts'

const wall = z.number().transform(wallMs)
const flag = z.number().transform((value) => value !== 0)
const json = z.string().transform((text): unknown => JSON.parse(text))

const target = z.discriminatedUnion('type', [
  z.object({ type: z.literal('webhook'), url: z.string(), shape: z.enum(WEBHOOK_SHAPES) }),
  z.object({ type: z.literal('email'), to: z.array(z.string()) }),
])

const filter = z.object({
  codes: z.array(z.string()).optional(),
  channels: z.array(z.enum(CHANNELS)).optional(),
  units: z.array(z.string()).optional(),
  minSeverity: z.enum(['info', 'low', 'medium', 'high', 'critical']).optional(),
  states: z.array(z.enum(ISSUE_STATES)).optional(),
})

const pace = z.object({
  groupWaitMs: z.number(),
  groupIntervalMs: z.number(),
  repeatIntervalMs: z.number(),
  groupBy: z.array(z.enum(['code', 'channel', 'unit', 'severity'])),
})

const subscriptionRow = z.object({
  subscription_id: z.string(),
  name: z.string(),
  target: json.pipe(target),
  filter: json.pipe(filter),
  pace: json.pipe(pace),
  paused: flag,
  created_by: z.string(),
  created_at: wall,
  secret: z.string(),
  notices_since: wall.nullable(),
})

const totalsRow = z.object({
  subscription_id: z.string(),
  waiting: z.number(),
  delivered: z.number(),
  dead: z.number(),
  last_delivered_at: wall.nullable(),
  last_error: z.string().nullable(),
})

const deliveryRow = z
  .object({
    delivery_id: z.string(),
    subscription_id: z.string(),
    group_key: z.string(),
    created_at: wall,
    entries: json.pipe(z.array(z.object({ issue: issueForm, news: z.enum(NOTIFY_NEWS).nullable() }))),
    notices: json.pipe(z.array(noticeForm)),
    attempts: z.number(),
    first_tried_at: wall.nullable(),
    next_attempt_at: wall.nullable(),
    error: z.string().nullable(),
  })
  .refine(({ entries, notices }) => entries.length > 0 || notices.length > 0)

const deliveryIdRow = z.object({ delivery_id: z.string() })

const deadRow = z.object({
  delivery_id: z.string(),
  subscription_id: z.string(),
  // Also of one that cannot be read; in a message of notices there is none.
  entries: json.pipe(z.array(z.object({ issue: z.object({ issueId: z.string() }) })).catch([])),
  attempts: z.number(),
  first_tried_at: wall,
  given_up_at: wall,
  error: z.string(),
})

const toldRow = z.object({
  issue_id: z.string(),
  group_key: z.string(),
  standing: z.string(),
  over: flag,
  told_at: wall,
})

export function toKeptSubscription(row: unknown): KeptSubscription {
  const r = decode(subscriptionRow, row, 'subscriptions')
  return {
    subscriptionId: r.subscription_id,
    name: r.name,
    target: r.target,
    filter: r.filter,
    pace: r.pace,
    paused: r.paused,
    createdBy: r.created_by,
    createdAt: r.created_at,
    secret: r.secret,
    noticesSince: r.notices_since,
  }
}

export function toTotals(row: unknown): NotifyTotals {
  const r = decode(totalsRow, row, 'subscriptions')
  return {
    subscriptionId: r.subscription_id,
    waiting: r.waiting,
    delivered: r.delivered,
    deadLetters: r.dead,
    lastDeliveredAt: r.last_delivered_at,
    lastError: r.last_error,
  }
}

export function toDeliveryId(row: unknown): string {
  return decode(deliveryIdRow, row, 'deliveries').delivery_id
}

export function toDelivery(row: unknown): NotifyDelivery {
  const r = decode(deliveryRow, row, 'deliveries')
  return {
    deliveryId: r.delivery_id,
    subscriptionId: r.subscription_id,
    groupKey: r.group_key,
    createdAt: r.created_at,
    entries: r.entries,
    notices: r.notices,
    attempts: r.attempts,
    firstTriedAt: r.first_tried_at,
    nextAttemptAt: r.next_attempt_at,
    error: r.error,
  }
}

export function toDeadLetter(row: unknown): DeadLetter {
  const r = decode(deadRow, row, 'deliveries')
  return {
    deliveryId: r.delivery_id,
    subscriptionId: r.subscription_id,
    issueId: r.entries[0]?.issue.issueId ?? null,
    attempts: r.attempts,
    firstTriedAt: r.first_tried_at,
    givenUpAt: r.given_up_at,
    error: r.error,
  }
}

export function toTold(row: unknown): NotifyTold {
  const r = decode(toldRow, row, 'told_issues')
  return {
    issueId: r.issue_id,
    groupKey: r.group_key,
    standing: r.standing,
    over: r.over,
    toldAt: r.told_at,
  }
}

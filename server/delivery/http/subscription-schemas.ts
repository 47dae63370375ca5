import { z } from 'zod'
import {
  WEBHOOK_SHAPES,
  type DeadLetter,
  type NotifyFilter,
  type NotifyPace,
  type NotifyTarget,
  type Subscription,
  type SubscriptionDraft,
  type SubscriptionState,
} from '../../contracts/subscription.ts'
import { severity, type Wire } from './api-schemas.ts'
import { channel, issueState } from './issue-schemas.ts'

/** The forms of subscriptions. Whether an address may be sent to, the desk decides. */

const WEEK_MS = 7 * 24 * 3_600_000
const MOST_NAMES = 200

const ms = z.number()
const count = z.number().int()
const id = z.string().min(1).max(128)
const paceMs = z.number().int().min(0).max(WEEK_MS)

export const subscriptionPath = z.object({ id })
export const deliveryPath = z.object({ deliveryId: id })

const target = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }).max(2048),
    shape: z.enum(WEBHOOK_SHAPES),
  }),
  z.strictObject({ type: z.literal('email'), to: z.array(z.email().max(254)).min(1).max(50) }),
]) satisfies z.ZodType<NotifyTarget>

const filter = z
  .strictObject({
    codes: z.array(id).max(MOST_NAMES).optional().describe('With all codes below them.'),
    channels: z.array(channel).max(MOST_NAMES).optional(),
    units: z.array(id).max(MOST_NAMES).optional(),
    minSeverity: severity.optional(),
    states: z.array(issueState).max(MOST_NAMES).optional(),
  })
  .describe('What is absent or empty lets everything pass.') satisfies z.ZodType<NotifyFilter>

const groupBy = z.array(z.enum(['code', 'channel', 'unit', 'severity'])).max(4)

const pace = z.object({
  groupWaitMs: paceMs,
  groupIntervalMs: paceMs,
  repeatIntervalMs: paceMs,
  groupBy,
}) satisfies z.ZodType<NotifyPace>

const draftPace = z.strictObject({
  groupWaitMs: paceMs.exactOptional().describe('How long the first message of a group waits for others.'),
  groupIntervalMs: paceMs.exactOptional().describe('Least time between two messages about a group.'),
  repeatIntervalMs: paceMs
    .exactOptional()
    .describe('An unchanged issue that is still open is told again after this; 0: never.'),
  groupBy: groupBy.exactOptional(),
}) satisfies z.ZodType<Partial<NotifyPace>>

export const subscriptionBody = z.strictObject({
  name: z.string().trim().min(1).max(128),
  target,
  filter: filter.default({}),
  pace: draftPace.optional(),
  notices: z
    .boolean()
    .optional()
    .describe('Whether it is told of the number of contacts and of feeds as well.'),
  paused: z.boolean().optional(),
  secret: z
    .string()
    .min(16)
    .max(256)
    .optional()
    .describe('Secret of the signature; when absent it is kept, or made for a new one.'),
}) satisfies z.ZodType<SubscriptionDraft>

const subscription = z.object({
  subscriptionId: z.string(),
  name: z.string(),
  target,
  filter,
  pace,
  notices: z.boolean(),
  paused: z.boolean(),
  createdBy: z.string(),
  createdAt: ms,
}) satisfies z.ZodType<Wire<Subscription>>

export const savedSubscription = z.object({
  subscription,
  secret: z.string().nullable().describe('Of a new one, this once.'),
})

export const subscriptionStates = z.array(
  z.object({
    subscription,
    waiting: count,
    delivered: count,
    deadLetters: count,
    lastDeliveredAt: ms.nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: ms.nullable(),
  }) satisfies z.ZodType<Wire<SubscriptionState>>,
)

export const testResult = z.object({ delivered: z.boolean(), error: z.string().nullable() })

export const deadLetters = z.array(
  z.object({
    deliveryId: z.string(),
    subscriptionId: z.string(),
    issueId: z.string().nullable().describe('Null: it tells of notices.'),
    attempts: count,
    firstTriedAt: ms,
    givenUpAt: ms,
    error: z.string(),
  }) satisfies z.ZodType<Wire<DeadLetter>>,
)

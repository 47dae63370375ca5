import { z } from 'zod'
import type {
  Article,
  ArticleHint,
  CallContext,
  CallLabel,
  ChecklistState,
  SaidLine,
  WrapUp,
} from '../../contracts/assist.ts'
import { JOURNEY_STEPS } from '../../contracts/contact.ts'
import { ISSUE_STATES } from '../../contracts/issue.ts'
import type { Wire } from './api-schemas.ts'
import { channel, step } from './issue-schemas.ts'

/** The forms of what an agent can lean on. */

const ms = z.number()
const DIGITAL_CHANNELS = ['web', 'app', 'chat', 'email', 'ivr', 'social', 'survey', 'shop-floor'] as const
const party = z.enum(['agent', 'customer'])

export const callPath = z.object({ callId: z.string().min(1).max(128) })
export const articlePath = z.object({ articleId: z.string().min(1).max(64) })

export const searchQuery = z.strictObject({
  q: z.string().min(1).max(200).describe('Words to look for.'),
  limit: z.coerce.number().int().min(1).max(20).default(10),
})

export const labelBody = z.strictObject({
  channel: z.enum(DIGITAL_CHANNELS),
  step: z.enum(JOURNEY_STEPS).nullable().default(null),
  note: z.string().max(500).default(''),
})

export const wrapUpBody = z.strictObject({
  reason: z.string().max(300),
  summary: z.string().max(4000),
  promises: z.array(z.string().max(500)).max(20),
  dispositions: z.array(z.string().max(64)).max(10),
})

export const hint = z.object({
  articleId: z.string(),
  title: z.string(),
  why: z.array(z.string()).describe('The words that it was found by.'),
}) satisfies z.ZodType<Wire<ArticleHint>>

export const article = z.object({
  articleId: z.string(),
  title: z.string(),
  owner: z.string(),
  language: z.string(),
  body: z.string().describe('Markdown.'),
}) satisfies z.ZodType<Wire<Article>>

export const label = z.object({
  labelId: z.string(),
  callId: z.string(),
  at: ms,
  atMs: ms,
  by: z.string(),
  channel: z.enum(DIGITAL_CHANNELS),
  step: step.nullable(),
  note: z.string(),
}) satisfies z.ZodType<Wire<CallLabel>>

const checklist = z.object({
  checklistId: z.string(),
  version: z.number().int(),
  title: z.string(),
  ordered: z.boolean(),
  because: z.string(),
  sinceMs: ms,
  items: z.array(
    z.object({
      itemId: z.string(),
      text: z.string(),
      speaker: party.nullable(),
      required: z.boolean(),
      progress: z.enum(['open', 'heard', 'done']),
      words: z.string(),
      utteranceId: z.string().nullable(),
      atMs: ms.nullable(),
      dueMs: ms.nullable(),
      late: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<Wire<ChecklistState>>

export const context = z.object({
  callId: z.string(),
  attributes: z.record(z.string(), z.string()).describe('Those that the site lets agents see.'),
  earlierCalls: z.array(
    z.object({
      callId: z.string(),
      startedAt: ms,
      durationMs: ms.nullable(),
      agentId: z.string().nullable(),
      outcomes: z.array(z.object({ title: z.string(), kind: z.enum(['prompt', 'alert', 'issue']) })),
      reason: z.string().nullable(),
      dispositions: z.array(z.string()),
    }),
  ),
  issues: z.array(
    z.object({
      issueId: z.string(),
      title: z.string(),
      channel: channel.nullable(),
      state: z.enum(ISSUE_STATES),
      advice: z.object({ text: z.string(), by: z.string(), at: ms, fixExpectedAt: ms.nullable() }).nullable(),
    }),
  ),
}) satisfies z.ZodType<Wire<CallContext>>

const saidLine = z.object({
  text: z.string(),
  words: z.string(),
  party,
  atMs: ms,
  utteranceId: z.string(),
}) satisfies z.ZodType<Wire<SaidLine>>

const choice = { dispositionId: z.string(), title: z.string() }

export const wrapUp = z.object({
  callId: z.string(),
  saved: z.object({ by: z.string(), at: ms }).nullable().describe('Null: a draft that nobody saved.'),
  source: z.enum(['evidence', 'hook']),
  reason: z.string(),
  summary: z.string(),
  promises: z.array(z.string()),
  dispositions: z.array(z.string()),
  codes: z.array(z.string()),
  promised: z.array(saidLine),
  suggested: z.array(z.object({ ...choice, because: z.array(z.string()) })),
  checklists: z.array(checklist),
  labels: z.array(label),
  choices: z.array(z.object(choice)),
}) satisfies z.ZodType<Wire<WrapUp>>

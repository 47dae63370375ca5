import { z } from 'zod'
import { CHANNELS, JOURNEY_STEPS } from '../../contracts/contact.ts'
import {
  ISSUE_STATES,
  type Change,
  type Issue,
  type IssueHistoryEntry,
  type IssueQuote,
  type IssueTask,
} from '../../contracts/issue.ts'
import { severity, type Wire } from './api-schemas.ts'

/** The forms of issues and of what belongs to them. What is asked of the desk is in `issue-desk-schemas.ts`. */

const ms = z.number()
const count = z.number().int()

export const channel = z.enum(CHANNELS)
export const step = z.enum(JOURNEY_STEPS)
export const issueState = z.enum(ISSUE_STATES)
export const changeKind = z.enum(['deployment', 'campaign', 'configuration', 'other'])

export const change = z.object({
  changeId: z.string(),
  kind: changeKind,
  title: z.string(),
  channel: channel.nullable(),
  at: ms,
}) satisfies z.ZodType<Wire<Change>>

const quote = z.object({
  contactId: z.string(),
  channel,
  text: z.string().describe('Redacted.'),
  at: ms,
  callId: z.string().nullable(),
  atMs: ms.nullable().describe('Call time of the words.'),
}) satisfies z.ZodType<Wire<IssueQuote>>

const task = z.object({
  taskId: z.string(),
  title: z.string(),
  owner: z.string().nullable(),
  dueAt: ms.nullable(),
  acceptance: z.string().describe('When it counts as done, in words.'),
  doneAt: ms.nullable(),
}) satisfies z.ZodType<Wire<IssueTask>>

const historyEntry = z.object({
  at: ms,
  by: z.string().nullable().describe('Subject of the token; null: Earshot itself.'),
  action: z.string(),
  from: issueState.nullable(),
  to: issueState.nullable(),
  note: z.string().nullable(),
}) satisfies z.ZodType<Wire<IssueHistoryEntry>>

const figures = {
  counts: z
    .object({
      contacts: count,
      lastHour: count,
      expectedLastHour: z.number(),
      byChannel: z.partialRecord(channel, count),
      byStep: z.partialRecord(step, count),
    })
    .describe('Distinct contacts, never mentions.'),
  growthPerHour: z.number(),
  sentiment: z.number().nullable().describe('Mean mood of its contacts, -1 to 1.'),
  extraCallsNextHour: z.number(),
  extraAgentsNextHour: z.number(),
  cost: z
    .object({ soFar: z.number(), nextHour: z.number(), currency: z.string() })
    .nullable()
    .describe('Null while the settings name no cost of an hour.'),
  need: z.enum(['pain', 'itch', 'delight']),
  kano: z.enum(['must-be', 'one-dimensional', 'attractive', 'indifferent']),
}

export const issue = z.object({
  type: z.literal('issue'),
  issueId: z.string(),
  revision: count.describe('Of two copies the higher is the newer.'),
  code: z.string().nullable().describe('The code that alarmed; null: no code knows it yet.'),
  title: z.string(),
  features: z.array(z.string()).describe('What its contacts have in common, strongest first.'),
  channel: channel.nullable(),
  step: step.nullable(),
  unit: z.string().nullable(),
  severity,
  state: issueState,
  owner: z.string().nullable(),
  silencedUntil: ms.nullable(),
  openedAt: ms,
  onsetAt: ms.describe('When it began, as estimated.'),
  updatedAt: ms,
  active: z.boolean().describe('False once the figures have been as expected for an hour.'),
  timesReopened: count,
  ...figures,
  queues: z.array(z.string()),
  quotes: z.array(quote),
  changesBefore: z.array(change),
  advice: z
    .object({ text: z.string(), by: z.string(), at: ms, fixExpectedAt: ms.nullable() })
    .nullable()
    .describe('What agents in a matching call are shown.'),
  tasks: z.array(task),
  verification: z
    .object({
      sinceAt: ms,
      contacts: count,
      expected: z.number(),
      result: z.enum(['waiting', 'holds', 'does-not-hold']),
    })
    .nullable()
    .describe('Contacts since the fix against what would be usual.'),
  history: z.array(historyEntry),
}) satisfies z.ZodType<Wire<Issue>>

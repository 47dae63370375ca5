import { z } from 'zod'
import { CASE_STATES, type AlertCase } from '../contracts/alert-case.ts'
import { OUTCOME_STATES } from '../contracts/outcome.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import { decode } from './rows.ts'

const call = z.number().transform(callMs)
const wall = z.number().transform(wallMs)
const severity = z.enum(['info', 'low', 'medium', 'high', 'critical'])

const alert = z.object({
  outcomeId: z.string(),
  rule: z.string(),
  title: z.string(),
  severity,
  state: z.enum(OUTCOME_STATES),
  atMs: call,
  at: wall,
})

const ACTIONS = ['see', 'own', 'release', 'resolve', 'reopen', 'snooze', 'wake', 'note'] as const
const EVENTS = ['opened', 'grouped', 'withdrawn', 'reopened', 'woken'] as const

const entry = z.object({
  at: wall,
  by: z.string().nullable(),
  action: z.enum([...ACTIONS, ...EVENTS]),
  note: z.string().nullable(),
})

const effect = z.object({
  by: z.string(),
  action: z.enum(['own', 'whisper']),
  atMs: call,
  before: z.number().nullable(),
  after: z.number().nullable(),
})

const body = z.object({
  type: z.literal('case'),
  caseId: z.string(),
  revision: z.number(),
  callId: z.string(),
  agentId: z.string().nullable(),
  queue: z.string().nullable(),
  state: z.enum(CASE_STATES),
  owner: z.string().nullable(),
  title: z.string(),
  severity,
  openedAt: wall,
  updatedAt: wall,
  snoozedUntil: wall.nullable(),
  snoozedUntilChange: z.boolean(),
  timesReopened: z.number(),
  alerts: z.array(alert),
  alertsInAll: z.number(),
  callEnded: z.boolean(),
  history: z.array(entry),
  // Cases that were kept before there were effects have none.
  effects: z.array(effect).default([]),
})

const caseRow = z.object({
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(body),
})

export function toCase(row: unknown): AlertCase {
  return decode(caseRow, row, 'cases').body
}

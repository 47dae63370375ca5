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
const EVENTS = ['opened', 'grouped', 'withdrawn', 'reopened', 'woken', 'cleared'] as const

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

const place = z.object({ site: z.string().nullable(), team: z.string().nullable() })

const group = z.object({
  ruleId: z.string(),
  since: wall,
  terms: z.object({ calls: z.number(), withinMs: z.number() }),
  calls: z.array(
    z.object({
      callId: z.string(),
      agentId: z.string().nullable(),
      queue: z.string().nullable(),
      place,
      outcomeId: z.string(),
      at: wall,
    }),
  ),
  callsInAll: z.number(),
})

const body = z.object({
  type: z.literal('case'),
  caseId: z.string(),
  revision: z.number(),
  callId: z.string().nullable(),
  // Cases that were kept before there were groups are all about one call.
  group: group.nullable().default(null),
  agentId: z.string().nullable(),
  queue: z.string().nullable(),
  // Of cases that were kept before it was known where calls are, nobody says it.
  places: z.array(place).default([]),
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

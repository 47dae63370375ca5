import { z } from 'zod'
import {
  BEHIND_WHAT,
  FIGURES_STEPS,
  type FiguresReport,
  type HonestFigures,
  type OutcomeBehind,
  type RuleHonesty,
} from '../../contracts/figures.ts'
import { FEEDBACK_VERDICTS } from '../../contracts/feedback.ts'
import { OUTCOME_REASONS, OUTCOME_STATES } from '../../contracts/outcome.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Wire } from './api-schemas.ts'

const ms = z.number()
const count = z.number().int()
const share = z.number().min(0).max(1).nullable()
const time = z.coerce.number().nonnegative().transform(wallMs)
const name = z.string().max(200)

const filter = {
  from: time.describe('Whole days, or weeks, of the site that any part of the time lies in; epoch ms.'),
  to: time.describe('At most 400 days later.'),
  site: name.optional().describe('Empty: calls of which nobody says the site.'),
  team: name.optional().describe('Empty: calls of which nobody says the team.'),
}

export const figuresQuery = z.strictObject({
  ...filter,
  step: z.enum(FIGURES_STEPS).default('day'),
  format: z.enum(['json', 'csv']).default('json'),
  table: z
    .enum(['points', 'rules'])
    .default('points')
    .describe('As CSV: one line a day or week, or one line a rule.'),
})

export const rulePath = z.object({ id: z.string().min(1).max(64) })

export const behindQuery = z.strictObject({
  ...filter,
  what: z.enum(BEHIND_WHAT).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const delay = z.object({
  n: count.describe('How many were measured.'),
  p50: ms.nullable(),
  p95: ms.nullable(),
  p99: ms.nullable(),
})

const honest = {
  agentHours: z.number(),
  prompts: count,
  promptsPerAgentHour: z.number().nullable(),
  seen: count.describe('Prompts that the agent’s browser says it has painted.'),
  usedOfSeen: count,
  seenToUsed: share,
  alerts: count,
  alertsSeen: count,
  used: count,
  notNow: count,
  wrong: count,
  wrongShare: share,
  retracted: count,
  retractedShare: share,
  held: count,
  wordToPainted: delay.describe('From the end of the last word to the screen, in milliseconds.'),
  stages: z.object({
    network: delay,
    settle: delay,
    recognise: delay,
    rules: delay,
    actions: delay,
    wait: delay,
    deliver: delay,
    paint: delay,
  }),
}

const figures = z.object(honest) satisfies z.ZodType<Wire<HonestFigures>>

const rule = z.object({
  ruleId: z.string(),
  title: z.string(),
  fired: count,
  shown: count,
  held: count,
  retracted: count,
  seen: count,
  used: count,
  notNow: count,
  wrong: count,
  precision: share.describe('Used, of those that were used or wrong.'),
  precisionRange: z.tuple([z.number(), z.number()]).nullable().describe('Wilson’s interval at 95 %.'),
}) satisfies z.ZodType<Omit<Wire<RuleHonesty>, 'precisionRange'>>

export const figuresReport = z.object({
  step: z.enum(FIGURES_STEPS),
  timeZone: z.string().describe('Whose days are counted.'),
  from: ms,
  to: ms,
  all: figures,
  points: z.array(z.object({ at: ms.describe('Beginning of the day or week.'), ...honest })),
  rules: z.array(rule),
  places: z.array(z.object({ site: z.string().nullable(), team: z.string().nullable() })),
  countedAt: ms.nullable().describe('Null: the first count after the start is not done.'),
  daysToCount: count,
}) satisfies z.ZodType<Omit<Wire<FiguresReport>, 'rules'>>

export const outcomesBehind = z.array(
  z.object({
    outcomeId: z.string(),
    callId: z.string(),
    kind: z.enum(['prompt', 'alert']),
    state: z.enum(OUTCOME_STATES),
    reason: z.enum(OUTCOME_REASONS),
    atMs: ms,
    createdAt: ms,
    seen: z.boolean(),
    verdicts: z.array(z.enum(FEEDBACK_VERDICTS)),
  }),
) satisfies z.ZodType<readonly Wire<OutcomeBehind>[]>

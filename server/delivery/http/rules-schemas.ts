import { z } from 'zod'
import { ROLES } from '../../contracts/access.ts'
import { FEEDBACK_VERDICTS, type OutcomeFeedback } from '../../contracts/feedback.ts'
import { OUTCOME_REASONS } from '../../contracts/outcome.ts'
import type {
  BacktestReport,
  RuleCheck,
  RuleDetail,
  RuleFault,
  RuleFigures,
  RulesFigures,
} from '../../contracts/rule-desk.ts'
import { loadedRule, ruleStatus, type Wire } from './api-schemas.ts'

const MOST_TEXT = 262_144

const ms = z.number()
const count = z.number().int()

const ruleId = z.string().max(64)

const text = z.string().max(MOST_TEXT).describe('The rule file.')
const testText = z.string().max(MOST_TEXT).describe('The test file beside it; empty: there is none.')
const hash = z.string().max(64).describe('`hash` of the texts that the change was made from.')

export const idPath = z.object({ id: ruleId })

export const figuresQuery = z.strictObject({
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(7)
    .describe('Whole days of the site; today is the last.'),
})

export const checkBody = z.strictObject({ id: ruleId, text, testText })

export const backtestBody = z.strictObject({
  id: ruleId,
  text,
  calls: z
    .strictObject({
      limit: z
        .number()
        .int()
        .min(1)
        .max(500)
        .optional()
        .describe('At most so many, the newest; 200 by default.'),
      since: z
        .number()
        .nonnegative()
        .optional()
        .describe('Only calls that started since, epoch milliseconds.'),
    })
    .optional(),
})

export const saveBody = z.strictObject({
  text,
  testText,
  hash: hash.nullable().describe('`hash` of the texts that the change was made from; null: a new rule.'),
  folder: z.string().max(256).optional().describe('For a new rule: its folder within the rules folder.'),
})

export const statusBody = z.strictObject({ status: ruleStatus, hash })

export const outcomePath = z.object({ outcomeId: z.string().min(1).max(128) })

export const feedbackBody = z.strictObject({ verdict: z.enum(FEEDBACK_VERDICTS) })

export const ruleFault = z.object({
  file: z.string(),
  line: count,
  column: count,
  check: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
}) satisfies z.ZodType<Wire<RuleFault>>

const ruleFigures = z.object({
  ruleId: z.string(),
  fired: count,
  shown: count,
  held: z.partialRecord(z.enum(OUTCOME_REASONS), count),
  confirmed: count,
  retracted: count,
  used: count,
  notNow: count,
  wrong: count,
  perCallHour: z.number().nullable(),
  precision: z.number().nullable().describe('Used, of those that were used or wrong.'),
}) satisfies z.ZodType<Wire<RuleFigures>>

export const rulesFigures = z.object({
  days: count,
  since: ms,
  callHours: z.number(),
  rules: z.array(ruleFigures),
}) satisfies z.ZodType<Wire<RulesFigures>>

export const ruleDetail = z.object({
  id: z.string(),
  rule: loadedRule.nullable(),
  file: z.string(),
  text: z.string(),
  testText: z.string(),
  hash: z.string(),
  faults: z.array(ruleFault),
  versions: z.array(
    z.object({
      version: count,
      fingerprint: z.string(),
      status: ruleStatus,
      at: ms,
      by: z.string().describe('Subject of the token; `file`: the file was changed on disk.'),
    }),
  ),
  retiredAt: ms.nullable(),
  figures: ruleFigures,
}) satisfies z.ZodType<Wire<RuleDetail>>

export const ruleCheck = z.object({
  faults: z.array(ruleFault),
  tests: z.array(
    z.object({
      name: z.string(),
      passed: z.boolean(),
      failures: z.array(z.object({ line: count, column: count, message: z.string() })),
    }),
  ),
  ok: z.boolean(),
}) satisfies z.ZodType<Wire<RuleCheck>>

export const backtestReport = z.object({
  calls: count,
  callHours: z.number(),
  ms,
  timesRealTime: z.number(),
  fired: z.array(
    z.object({ callId: z.string(), atMs: ms, words: z.string(), phrase: z.string(), alsoNow: z.boolean() }),
  ),
  count,
  now: count,
  perAgentHour: z.number(),
  precision: z.number().nullable(),
  lost: count,
  gained: count,
}) satisfies z.ZodType<Wire<BacktestReport>>

export const feedback = z.object({
  outcomeId: z.string(),
  rule: z.string(),
  verdict: z.enum(FEEDBACK_VERDICTS),
  by: z.string(),
  role: z.enum(ROLES),
  at: ms,
}) satisfies z.ZodType<Wire<OutcomeFeedback>>

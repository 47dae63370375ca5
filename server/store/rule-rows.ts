import { z } from 'zod'
import { ROLES } from '../contracts/access.ts'
import { FEEDBACK_VERDICTS, type OutcomeFeedback } from '../contracts/feedback.ts'
import type { RuleVersion } from '../contracts/rule-desk.ts'
import type { KeptCall, RuleVerdicts } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import { decode, toStoredCall } from './rows.ts'

const wall = z.number().transform(wallMs)

const versionRow = z.object({
  version: z.number(),
  fingerprint: z.string(),
  status: z.enum(['draft', 'shadow', 'live', 'retired']),
  changed_by: z.string(),
  changed_at: wall,
})

const feedbackRow = z.object({
  outcome_id: z.string(),
  said_by: z.string(),
  role: z.enum(ROLES),
  rule: z.string(),
  verdict: z.enum(FEEDBACK_VERDICTS),
  said_at: wall,
})

const stateRow = z.object({
  call_id: z.string(),
  at_ms: z.number().transform(callMs),
  saved_at: wall,
  state: z.string().transform((text): unknown => JSON.parse(text)),
})

const verdictsRow = z.object({
  rule_id: z.string(),
  verdict: z.enum(FEEDBACK_VERDICTS),
  verdicts: z.number(),
})

export function toRuleVersion(row: unknown): RuleVersion {
  const r = decode(versionRow, row, 'rule_versions')
  return {
    version: r.version,
    fingerprint: r.fingerprint,
    status: r.status,
    at: r.changed_at,
    by: r.changed_by,
  }
}

export function toFeedback(row: unknown): OutcomeFeedback {
  const r = decode(feedbackRow, row, 'feedback')
  return {
    outcomeId: r.outcome_id,
    rule: r.rule,
    verdict: r.verdict,
    by: r.said_by,
    role: r.role,
    at: r.said_at,
  }
}

export function toKeptCall(row: unknown): KeptCall {
  const r = decode(stateRow, row, 'call_states')
  return {
    callId: r.call_id,
    atMs: r.at_ms,
    savedAt: r.saved_at,
    state: r.state,
    call: toStoredCall(row).call,
  }
}

const VERDICT_KEYS = { used: 'used', 'not-now': 'notNow', wrong: 'wrong' } as const

/** Joins rows that each count one verdict of one rule. */
export function toRuleVerdicts(rows: readonly unknown[]): readonly RuleVerdicts[] {
  const counts = new Map<string, RuleVerdicts>()
  for (const row of rows) {
    const r = decode(verdictsRow, row, 'feedback')
    const before = counts.get(r.rule_id) ?? { ruleId: r.rule_id, used: 0, notNow: 0, wrong: 0 }
    counts.set(r.rule_id, { ...before, [VERDICT_KEYS[r.verdict]]: r.verdicts })
  }
  return [...counts.values()].toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1))
}

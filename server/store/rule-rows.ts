import { z } from 'zod'
import { ROLES } from '../contracts/access.ts'
import { FEEDBACK_VERDICTS, type OutcomeFeedback } from '../contracts/feedback.ts'
import { OUTCOME_REASONS, OUTCOME_STATES } from '../contracts/outcome.ts'
import type { RuleVersion } from '../contracts/rule-desk.ts'
import type { KeptCall, RuleCounts } from '../contracts/store.ts'
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

const outcomesRow = z.object({
  rule_id: z.string(),
  state: z.enum(OUTCOME_STATES),
  reason: z.enum(OUTCOME_REASONS),
  outcomes: z.number(),
})

const verdictsRow = z.object({
  rule_id: z.string(),
  verdict: z.enum(FEEDBACK_VERDICTS),
  verdicts: z.number(),
})

const sumRow = z.object({ call_ms: z.number() })

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

export function toCallMs(row: unknown): number {
  return decode(sumRow, row, 'calls').call_ms
}

const VERDICT_KEYS = { used: 'used', 'not-now': 'notNow', wrong: 'wrong' } as const

/** Joins rows that each count one state or verdict of one rule. */
export function toRuleCounts(
  outcomes: readonly unknown[],
  verdicts: readonly unknown[],
): readonly RuleCounts[] {
  const counts = new Map<string, RuleCounts>()
  for (const row of outcomes) {
    const r = decode(outcomesRow, row, 'outcomes')
    const before = counts.get(r.rule_id) ?? noCounts(r.rule_id)
    counts.set(r.rule_id, {
      ...before,
      fired: before.fired + r.outcomes,
      held:
        r.state === 'held'
          ? { ...before.held, [r.reason]: (before.held[r.reason] ?? 0) + r.outcomes }
          : before.held,
      confirmed: before.confirmed + (r.state === 'confirmed' ? r.outcomes : 0),
      retracted: before.retracted + (r.state === 'retracted' ? r.outcomes : 0),
    })
  }
  for (const row of verdicts) {
    const r = decode(verdictsRow, row, 'feedback')
    const before = counts.get(r.rule_id) ?? noCounts(r.rule_id)
    counts.set(r.rule_id, { ...before, [VERDICT_KEYS[r.verdict]]: r.verdicts })
  }
  return [...counts.values()].toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1))
}

function noCounts(ruleId: string): RuleCounts {
  return { ruleId, fired: 0, held: {}, confirmed: 0, retracted: 0, used: 0, notNow: 0, wrong: 0 }
}

import { z } from 'zod'
import { ROLES } from '../contracts/access.ts'
import { FEEDBACK_VERDICTS } from '../contracts/feedback.ts'
import type {
  CountableCall,
  CountableOutcome,
  CountedDay,
  KnownPlace,
  PlaceTally,
  RuleTally,
} from '../contracts/kept-figures.ts'
import { LATENCY_STAGES, OUTCOME_REASONS, OUTCOME_STATES } from '../contracts/outcome.ts'
import { callMs, wallMs, type WallMs } from '../contracts/time.ts'
import { decode, json } from './rows.ts'

const wall = z.number().transform(wallMs)
const call = z.number().transform(callMs)
const place = { site: z.string().nullable(), team: z.string().nullable() }

const outcomeRow = z.object({
  outcome_id: z.string(),
  call_id: z.string(),
  rule: z.string(),
  kind: z.enum(['prompt', 'alert']),
  state: z.enum(OUTCOME_STATES),
  reason: z.enum(OUTCOME_REASONS),
  latency: json(z.partialRecord(z.enum(LATENCY_STAGES), z.number())),
  at_ms: call,
  created_at: wall,
  ...place,
  verdicts: json(z.array(z.tuple([z.enum(FEEDBACK_VERDICTS), z.enum(ROLES)]))),
})

const callRow = z.object({
  call_id: z.string(),
  started_at: wall,
  ...place,
  duration_ms: z.number().nullable(),
  spoken_ms: z.number().nullable(),
  agent_from_ms: call.nullable(),
})

const momentRow = z.object({ at: wall.nullable() })
const hourRow = z.object({ hour: z.number() })
const placeRow = z.object({ place_id: z.number(), ...place })
const placeIdRow = z.object({ place_id: z.number() })
const dayRow = z.object({ from_at: wall, to_at: wall, counted_at: wall })

const numbers = z.array(z.number())

const ofPlaceRow = z.object({
  call_ms: z.number(),
  agent_ms: z.number(),
  delays: json(z.partialRecord(z.enum([...LATENCY_STAGES, 'total']), numbers)),
})

const ofRuleRow = z.object({
  rule_id: z.string(),
  prompts: z.number(),
  prompts_seen: z.number(),
  used_of_seen: z.number(),
  alerts: z.number(),
  alerts_seen: z.number(),
  confirmed: z.number(),
  retracted: z.number(),
  used: z.number(),
  not_now: z.number(),
  wrong: z.number(),
})

const heldRow = z.object({ rule_id: z.string(), reason: z.enum(OUTCOME_REASONS), outcomes: z.number() })

export function toCountableOutcome(row: unknown): CountableOutcome {
  const r = decode(outcomeRow, row, 'outcomes')
  return {
    outcomeId: r.outcome_id,
    callId: r.call_id,
    ruleId: r.rule.slice(0, r.rule.indexOf('@')),
    kind: r.kind,
    state: r.state,
    reason: r.reason,
    latencyMs: r.latency,
    atMs: r.at_ms,
    createdAt: r.created_at,
    place: { site: r.site, team: r.team },
    verdicts: r.verdicts.map(([verdict, role]) => ({ verdict, role })),
  }
}

export function toCountableCall(row: unknown): CountableCall {
  const r = decode(callRow, row, 'calls')
  return {
    callId: r.call_id,
    startedAt: r.started_at,
    place: { site: r.site, team: r.team },
    durationMs: r.duration_ms,
    spokenMs: r.spoken_ms ?? 0,
    agentFromMs: r.agent_from_ms,
  }
}

export function toMoment(row: unknown): WallMs | null {
  return row === undefined ? null : decode(momentRow, row, 'figures').at
}

export function toHour(row: unknown): WallMs {
  return wallMs(decode(hourRow, row, 'feedback').hour * 3_600_000)
}

export function toKnownPlace(row: unknown): KnownPlace {
  const r = decode(placeRow, row, 'figures_places')
  return { placeId: r.place_id, place: { site: r.site, team: r.team } }
}

export function toPlaceId(row: unknown): number {
  return decode(placeIdRow, row, 'figures_of_places').place_id
}

export function toCountedDay(row: unknown): CountedDay {
  const r = decode(dayRow, row, 'figures_days')
  return { from: r.from_at, to: r.to_at, countedAt: r.counted_at }
}

export function toPlaceTally(row: unknown): PlaceTally {
  const r = decode(ofPlaceRow, row, 'figures_of_places')
  return { callMs: r.call_ms, agentMs: r.agent_ms, delays: r.delays }
}

/** What was held of each rule, joined on; every rule that held something has a row of its own. */
export function toRuleTallies(rows: readonly unknown[], heldRows: readonly unknown[]): readonly RuleTally[] {
  const held = new Map<string, Map<string, number>>()
  for (const row of heldRows) {
    const r = decode(heldRow, row, 'figures_held')
    const ofRule = held.get(r.rule_id) ?? new Map<string, number>()
    held.set(r.rule_id, ofRule.set(r.reason, r.outcomes))
  }
  return rows.map((row) => {
    const r = decode(ofRuleRow, row, 'figures_of_rules')
    return {
      ruleId: r.rule_id,
      prompts: r.prompts,
      promptsSeen: r.prompts_seen,
      usedOfSeen: r.used_of_seen,
      alerts: r.alerts,
      alertsSeen: r.alerts_seen,
      held: Object.fromEntries(held.get(r.rule_id) ?? []),
      confirmed: r.confirmed,
      retracted: r.retracted,
      used: r.used,
      notNow: r.not_now,
      wrong: r.wrong,
    }
  })
}

import { z } from 'zod'
import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import { CONDITION_KINDS } from '../contracts/match.ts'
import {
  LATENCY_STAGES,
  OUTCOME_REASONS,
  OUTCOME_STATES,
  ruleIdOf,
  type Outcome,
} from '../contracts/outcome.ts'
import type { ShownPrompt, StoredCall } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import type { Utterance } from '../contracts/transcript.ts'
import { normaliseError } from '../platform/normalise-error.ts'

const call = z.number().transform(callMs)
const wall = z.number().transform(wallMs)
const party = z.enum(['agent', 'customer'])

/** A column that holds JSON of a given form. */
export function json<S extends z.ZodType>(
  schema: S,
): z.ZodPipe<z.ZodPipe<z.ZodString, z.ZodTransform<unknown, string>>, S> {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema)
}

const words = z.array(
  z.object({
    text: z.string(),
    startMs: call,
    endMs: call,
    confidence: z.number().nullable(),
    stayedMs: z.number(),
  }),
)

const callIdRow = z.object({ call_id: z.string() })

const evidencePart = z.object({
  condition: z.enum(CONDITION_KINDS),
  party: party.nullable(),
  phrase: z.string(),
  words,
  slots: z.array(z.object({ name: z.string(), from: z.number(), to: z.number() })).optional(),
  utteranceId: z.string().nullable(),
  startMs: call,
  endMs: call,
  confidence: z.number().nullable(),
  // Rows of earlier versions know neither this nor the other parts.
  score: z.number().default(1),
})

const evidence = evidencePart.extend({ others: z.array(evidencePart).default([]) })

const callRow = z.object({
  call_id: z.string(),
  started_at: wall,
  agent_id: z.string().nullable(),
  language: z.string(),
  source: z.enum(['native', 'grpc', 'twilio']),
  attributes: json(z.record(z.string(), z.string())),
  ended_at: wall.nullable(),
  duration_ms: z.number().nullable(),
  end_reason: z.enum(['completed', 'abandoned', 'shutdown', 'failed']).nullable(),
  site: z.string().nullable(),
  team: z.string().nullable(),
})

const utteranceRow = z.object({
  call_id: z.string(),
  utterance_id: z.string(),
  seq: z.number(),
  party,
  start_ms: call,
  end_ms: call,
  text: z.string(),
  words: json(words),
  at_ms: call,
  captured_at: wall,
  heard_at: wall,
  decoded_at: wall,
  lag_ms: z.number(),
})

const card = z.object({
  steps: z.array(z.string()),
  link: z.object({ title: z.string(), url: z.string() }).nullable(),
  expiresMs: z.number().nullable(),
  article: z.string().optional(),
})

const because = z.discriminatedUnion('type', [
  z.object({ type: z.literal('outcome'), outcomeId: z.string(), rule: z.string(), title: z.string() }),
  z.object({ type: z.literal('group'), caseId: z.string() }),
])

const shownPromptRow = z.object({
  outcome_id: z.string(),
  rule: z.string(),
  agent_id: z.string(),
  created_at: wall,
})

const outcomeRow = z.object({
  outcome_id: z.string(),
  call_id: z.string(),
  agent_id: z.string().nullable(),
  kind: z.enum(['prompt', 'alert', 'issue']),
  rule: z.string(),
  title: z.string(),
  text: z.string(),
  severity: z.enum(['info', 'low', 'medium', 'high', 'critical']),
  priority: z.number(),
  card: json(card).nullable(),
  at_ms: call,
  state: z.enum(OUTCOME_STATES),
  reason: z.enum(OUTCOME_REASONS),
  because: json(because).nullable(),
  evidence: json(evidence),
  latency: json(z.partialRecord(z.enum(LATENCY_STAGES), z.number())),
  created_at: wall,
})

export function toCallId(row: unknown): CallId {
  return decode(callIdRow, row, 'calls').call_id
}

export function toStoredCall(row: unknown): StoredCall {
  const r = decode(callRow, row, 'calls')
  return {
    call: {
      callId: r.call_id,
      startedAt: r.started_at,
      agentId: r.agent_id,
      language: r.language,
      source: r.source,
      attributes: r.attributes,
    },
    place: { site: r.site, team: r.team },
    endedAt: r.ended_at,
    durationMs: r.duration_ms,
    endReason: r.end_reason,
  }
}

export function toUtterance(row: unknown): Utterance {
  const r = decode(utteranceRow, row, 'utterances')
  return {
    type: 'utterance',
    callId: r.call_id,
    seq: r.seq,
    utteranceId: r.utterance_id,
    party: r.party,
    state: 'final',
    startMs: r.start_ms,
    endMs: r.end_ms,
    text: r.text,
    words: r.words,
    atMs: r.at_ms,
    capturedAt: r.captured_at,
    heardAt: r.heard_at,
    decodedAt: r.decoded_at,
    lagMs: r.lag_ms,
  }
}

export function toOutcome(row: unknown): Outcome {
  const r = decode(outcomeRow, row, 'outcomes')
  return {
    type: 'outcome',
    outcomeId: r.outcome_id,
    kind: r.kind,
    callId: r.call_id,
    agentId: r.agent_id,
    rule: r.rule,
    title: r.title,
    text: r.text,
    severity: r.severity,
    priority: r.priority,
    ...(r.card === null ? {} : { card: r.card }),
    atMs: r.at_ms,
    state: r.state,
    reason: r.reason,
    ...(r.because === null ? {} : { because: r.because }),
    evidence: r.evidence,
    latencyMs: r.latency,
    createdAt: r.created_at,
  }
}

export function toShownPrompt(row: unknown): ShownPrompt {
  const r = decode(shownPromptRow, row, 'outcomes')
  return { outcomeId: r.outcome_id, ruleId: ruleIdOf(r), agentId: r.agent_id, at: r.created_at }
}

/** A row is input like any other: somebody may have edited the file. */
export function decode<S extends z.ZodType>(schema: S, row: unknown, table: string): z.output<S> {
  try {
    return schema.parse(row)
  } catch (thrown) {
    const detail = `A row of table ${table} does not have the form that this version writes.`
    throw new AppError('STORE_FAILED', detail, { cause: normaliseError(thrown) })
  }
}

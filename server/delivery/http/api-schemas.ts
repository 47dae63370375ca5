import { z } from 'zod'
import { ROLES } from '../../contracts/access.ts'
import type { FloorLoad } from '../../contracts/health.ts'
import { CONDITION_KINDS } from '../../contracts/match.ts'
import type { LoadedRule, RulesState } from '../../contracts/rules-state.ts'
import type { CallRecord, StoredCall } from '../../contracts/store.ts'
import { LATENCY_STAGES, OUTCOME_REASONS, OUTCOME_STATES, type Outcome } from '../../contracts/outcome.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import type { Sample } from './sample-calls.ts'

/**
 * The forms of answers, for the API's description. The compiler holds them against the contracts: a field
 * that is missing here or has another type does not compile.
 */
export type Wire<T> = T extends number
  ? number
  : T extends string | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : { readonly [Key in keyof T]: Wire<T[Key]> }

export const party = z.enum(['agent', 'customer'])
export const severity = z.enum(['info', 'low', 'medium', 'high', 'critical'])
export const ruleStatus = z.enum(['draft', 'shadow', 'live', 'retired'])
const ms = z.number()

const word = z.object({
  text: z.string(),
  startMs: ms,
  endMs: ms,
  confidence: z.number().nullable(),
  stayedMs: ms,
})

export const utterance = z.object({
  type: z.literal('utterance'),
  callId: z.string(),
  seq: z.number(),
  utteranceId: z.string(),
  party,
  state: z.enum(['partial', 'final']),
  startMs: ms,
  endMs: ms,
  text: z.string(),
  words: z.array(word),
  atMs: ms,
  capturedAt: ms,
  heardAt: ms,
  decodedAt: ms,
  lagMs: ms,
}) satisfies z.ZodType<Wire<Utterance>>

export const evidencePart = z.object({
  condition: z.enum(CONDITION_KINDS),
  party: party.nullable(),
  phrase: z.string(),
  words: z.array(word),
  slots: z
    .array(z.object({ name: z.string(), from: z.number(), to: z.number() }))
    .optional()
    .describe('Values that the phrase caught: their places among the words; none that was masked.'),
  utteranceId: z.string().nullable(),
  startMs: ms,
  endMs: ms,
  confidence: z.number().nullable(),
  score: z.number().describe('How well the words fit the phrase: 1 as written.'),
})

const evidence = evidencePart.extend({
  others: z.array(evidencePart).describe('What else held when it fired.'),
})

export const outcome = z.object({
  type: z.literal('outcome'),
  outcomeId: z.string(),
  kind: z.enum(['prompt', 'alert', 'issue']),
  callId: z.string(),
  agentId: z.string().nullable(),
  rule: z.string().describe('id@version'),
  title: z.string(),
  text: z.string(),
  card: z
    .object({
      steps: z.array(z.string()),
      link: z.object({ title: z.string(), url: z.string() }).nullable(),
      expiresMs: ms.nullable().describe('Of no more use after so much call time.'),
      article: z.string().optional().describe('Id of an article under `/v1/knowledge`.'),
    })
    .optional(),
  severity,
  priority: z.number().describe('Of two prompts at the same time the higher comes first; 0 to 100.'),
  atMs: ms,
  state: z.enum(OUTCOME_STATES),
  reason: z.enum(OUTCOME_REASONS),
  because: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('outcome'), outcomeId: z.string(), rule: z.string(), title: z.string() }),
      z.object({ type: z.literal('group'), caseId: z.string() }),
    ])
    .optional()
    .describe('What holds it back: another outcome of the call, or a case of many calls that it is told in.'),
  evidence,
  latencyMs: z.partialRecord(z.enum(LATENCY_STAGES), ms),
  createdAt: ms,
}) satisfies z.ZodType<Wire<Outcome>>

const callInfo = z.object({
  callId: z.string(),
  startedAt: ms,
  agentId: z.string().nullable(),
  language: z.string(),
  source: z.enum(['native', 'grpc', 'twilio']),
  attributes: z.record(z.string(), z.string()),
})

export const place = z
  .object({ site: z.string().nullable(), team: z.string().nullable() })
  .describe('Where it is now, or was last; null: nobody says.')

const storedCallShape = {
  call: callInfo,
  place,
  endedAt: ms.nullable(),
  durationMs: ms.nullable(),
  endReason: z.enum(['completed', 'abandoned', 'shutdown', 'failed']).nullable(),
}

export const storedCall = z.object(storedCallShape) satisfies z.ZodType<Wire<StoredCall>>

const eventPlace = { callId: z.string(), seq: z.number(), atMs: ms }

const storedEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    ...eventPlace,
    call: callInfo.extend({ continues: z.object({ callId: z.string(), atMs: ms }).optional() }),
  }),
  z.object({
    type: z.literal('update'),
    ...eventPlace,
    change: z.object({
      agentId: z.string().optional(),
      onHold: z.boolean().optional(),
      attributes: z.record(z.string(), z.string()).optional(),
    }),
  }),
  z.object({
    type: z.literal('gap'),
    ...eventPlace,
    party: z.enum(['agent', 'customer']),
    durationMs: ms,
    reason: z.enum(['lost', 'paused', 'dropped']),
  }),
])

export const callRecord = z.object({
  ...storedCallShape,
  utterances: z.array(utterance),
  events: z.array(storedEvent).describe('How the call began, what changed in it, what audio was missing.'),
  outcomes: z.array(outcome),
}) satisfies z.ZodType<Wire<CallRecord>>

export const loadedRule = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  status: ruleStatus,
  severity,
  priority: z.number().describe('0 to 100; of two outcomes at the same time the higher comes first.'),
  kind: z.enum(['prompt', 'alert']),
  owner: z.string(),
  file: z.string(),
}) satisfies z.ZodType<Wire<LoadedRule>>

export const rulesState = z.object({
  hash: z.string(),
  loadedAt: ms,
  rules: z.array(loadedRule),
  faults: z.array(
    z.object({
      file: z.string(),
      line: z.number().nullable(),
      column: z.number().nullable(),
      message: z.string(),
    }),
  ),
}) satisfies z.ZodType<Wire<RulesState>>

export const sample = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  durationMs: ms,
  url: z.string(),
}) satisfies z.ZodType<Wire<Sample>>

export const me = z.object({
  subject: z.string(),
  role: z.enum(ROLES),
  agentId: z.string().nullable(),
  scope: z
    .object({ teams: z.array(z.string()), sites: z.array(z.string()) })
    .nullable()
    .describe('The teams and sites of a supervisor; null: everything that the role allows.'),
})

export const floorLoad = z.object({
  level: z
    .enum(['calm', 'fewer-partials', 'larger-chunks', 'behind'])
    .describe('The measure against overload that is in force; calm: none.'),
  lateMs: ms.describe('How late the calls are decoded; a tenth of them may be later.'),
  liveCalls: z.number(),
  capacityCalls: z.number().describe('How many calls are taken at the same time.'),
  accepting: z.boolean().describe('Another call would be taken now.'),
}) satisfies z.ZodType<Wire<FloorLoad>>

export const error = z.object({
  type: z.literal('error'),
  code: z.string().describe('A code of the error table.'),
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  faults: z
    .array(z.object({ file: z.string(), line: z.number(), column: z.number(), message: z.string() }))
    .describe('With `RULES_INVALID` and `CODES_INVALID`: what is wrong where.')
    .optional(),
})

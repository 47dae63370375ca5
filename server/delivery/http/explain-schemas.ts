import { z } from 'zod'
import type {
  ExplainedCondition,
  ExplainedFiring,
  ExplainedOutcome,
  Explanation,
  Lack,
  NearestMiss,
  NearestWords,
  RuleInCall,
} from '../../contracts/explanation.ts'
import { evidencePart, outcome, party, ruleStatus, severity, type Wire } from './api-schemas.ts'

const ms = z.number()
const share = z.number().min(0).max(1)
const kind = z.enum(['prompt', 'alert'])

export const callPath = z.object({ callId: z.string().min(1).max(128) })
export const callRulePath = callPath.extend({ ruleId: z.string().max(64) })

const nearestWords = z.object({
  heard: z.string(),
  party,
  startMs: ms,
  endMs: ms,
  phrase: z.string(),
  asked: z.string().describe('Words of the phrase as they would have been said here.'),
  similarity: share,
  differ: z.number().int(),
  confidence: z.number().nullable(),
}) satisfies z.ZodType<NearestWords>

const lack = z.object({
  path: z.string(),
  detail: z.string().describe('What lacked, in one clause.'),
  nearest: nearestWords.nullable(),
  measured: z
    .object({ then: z.number().nullable(), nearest: z.object({ value: z.number(), atMs: ms }).nullable() })
    .nullable(),
  lateMs: ms.nullable(),
}) satisfies z.ZodType<Lack>

const nearestMiss = z.object({
  atMs: ms,
  held: share.describe('Share of the rule that held.'),
  lacks: z.array(lack),
}) satisfies z.ZodType<NearestMiss>

const condition = z.object({
  path: z.string(),
  depth: z.number().int(),
  asks: z.string(),
  isState: z.boolean(),
  happened: z.array(z.object({ atMs: ms, words: z.string(), speaker: party.nullable(), score: z.number() })),
  held: z.array(z.object({ fromMs: ms, toMs: ms.nullable() })),
  heldThen: z.boolean().nullable().describe('At the moment of the nearest miss.'),
}) satisfies z.ZodType<ExplainedCondition>

const firing = z.object({
  atMs: ms,
  state: z.enum(['fired', 'confirmed', 'retracted']),
  parts: z.array(evidencePart),
}) satisfies z.ZodType<Wire<ExplainedFiring>>

const explainedOutcome = outcome
  .pick({ outcomeId: true, rule: true, kind: true, atMs: true, state: true, reason: true, because: true })
  .extend({
    heldBecause: z.string().nullable().describe('Why nobody was told; null: somebody was.'),
  }) satisfies z.ZodType<Wire<ExplainedOutcome>>

export const explanation = z.object({
  callId: z.string(),
  durationMs: ms,
  isLive: z.boolean().describe('Only what is final by now has been judged.'),
  legFromMs: ms.describe('Where this leg of the call begins, for one that went through a restart.'),
  rule: z.object({
    id: z.string(),
    version: z.number().int(),
    title: z.string(),
    severity,
    status: ruleStatus,
    priority: z.number(),
    action: z.object({
      kind,
      text: z.string(),
      cooldownMs: ms,
      oncePerCall: z.boolean(),
      card: outcome.shape.card,
    }),
  }),
  firings: z.array(firing),
  outcomes: z.array(explainedOutcome).describe('What became of it when the call was live.'),
  conditions: z.array(condition).describe('In the order of the rule, each before its members.'),
  nearestMiss: nearestMiss.nullable().describe('Null when the rule fired.'),
}) satisfies z.ZodType<Wire<Explanation>>

export const ruleInCall = z.object({
  ruleId: z.string(),
  title: z.string(),
  status: ruleStatus,
  kind,
  fired: z.number().int().describe('Times that it fires in the call as it is in force now.'),
  near: share.describe('The greatest share of it that held when something of it happened.'),
}) satisfies z.ZodType<RuleInCall>

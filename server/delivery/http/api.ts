import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ROLES, type Principal, type Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { FloorLoad } from '../../contracts/health.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { CallStore, OutcomeQuery } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Log } from '../../platform/log.ts'
import { maySeeCall, maySeeOutcome, maySeeOutcomeInScope } from '../events/subscriptions.ts'
import * as forms from './api-schemas.ts'
import { describeRoute } from './api-route.ts'
import { addAssistApi, type AssistApiOptions } from './assist-api.ts'
import { addAuditApi, type AuditApiOptions } from './audit-api.ts'
import { addAttentionApi, type AttentionApiOptions } from './attention-api.ts'
import { addBoardApi, type BoardApiOptions } from './board-api.ts'
import { addCasesApi, type CasesApiOptions } from './cases-api.ts'
import { addExplainApi } from './explain-api.ts'
import { addFeedbackApi, type FeedbackApiOptions } from './feedback-api.ts'
import { addFiguresApi, type FiguresApiOptions } from './figures-api.ts'
import { addFloorApi, type FloorApiOptions } from './floor-api.ts'
import { addIssueActionsApi, type IssueActionsApiOptions } from './issue-actions-api.ts'
import { addIssuesApi } from './issues-api.ts'
import { parseRequest } from './parse-request.ts'
import { addQualityApi, type QualityApiOptions } from './quality-api.ts'
import { OVERSEERS, principalOf, requireRole, scopeOf } from './require-role.ts'
import { addRulesApi, type RulesApiOptions } from './rules-api.ts'
import { addSubscriptionsApi, type SubscriptionsApiOptions } from './subscriptions-api.ts'
import { findSamples } from './sample-calls.ts'

export interface ApiOptions
  extends
    RulesApiOptions,
    FeedbackApiOptions,
    IssueActionsApiOptions,
    SubscriptionsApiOptions,
    AssistApiOptions,
    BoardApiOptions,
    FiguresApiOptions,
    QualityApiOptions,
    FloorApiOptions,
    CasesApiOptions,
    AttentionApiOptions {
  readonly metrics: FeedbackApiOptions['metrics'] & IssueActionsApiOptions['metrics']
  readonly store: AuditApiOptions['store'] &
    FeedbackApiOptions['store'] &
    Pick<CallStore, 'listCalls' | 'getCall' | 'listOutcomes'>
  readonly load: () => FloorLoad
  readonly samplesDir: string
  readonly log: Log
}

const DEFAULT_LIMIT = 50

const page = {
  limit: z.coerce.number().int().min(1).max(500).default(DEFAULT_LIMIT),
  before: z.coerce
    .number()
    .nonnegative()
    .describe('Only what started before this time, in milliseconds since 1970; for the next page.')
    .optional(),
}
const callId = z.string().min(1).max(128)
const callsQuery = z.strictObject(page)
const outcomesQuery = z.strictObject({
  ...page,
  callId: callId.optional(),
  kind: z.enum(['prompt', 'alert', 'issue']).optional(),
})

/** The HTTP API. History is asked of the store; who may see what is asked of `subscriptions`. */
export function addApi(server: FastifyInstance, options: ApiOptions): void {
  addMe(server, options)
  addCalls(server, options)
  addOutcomes(server, options)
  addRulesApi(server, options)
  addExplainApi(server, options)
  addFeedbackApi(server, options)
  addCasesApi(server, options)
  addBoardApi(server, options)
  addFiguresApi(server, options)
  addQualityApi(server, options)
  addFloorApi(server, options)
  addAttentionApi(server, options)
  addAuditApi(server, options)
  addAssistApi(server, options)
  addIssuesApi(server, options)
  addIssueActionsApi(server, options)
  addSubscriptionsApi(server, options)
  addLoad(server, options)
  addSamples(server, options)
}

function addMe(server: FastifyInstance, { authenticator }: ApiOptions): void {
  const schema = describeRoute({ summary: 'Who the token is', tag: 'session', answer: forms.me })
  server.get('/v1/me', { schema, onRequest: requireRole(authenticator, ROLES) }, async (request) => {
    const { subject, role, agentId, scope } = principalOf(request)
    return { subject, role, agentId, scope: scope ?? null }
  })
}

function addCalls(server: FastifyInstance, { authenticator, store }: ApiOptions): void {
  const onRequest = requireRole(authenticator, [...OVERSEERS, 'agent'])
  const list = describeRoute({
    summary: 'Calls, newest first',
    description: 'Agents get their own calls, supervisors of teams or sites those that are there now.',
    tag: 'calls',
    query: callsQuery,
    answer: z.array(forms.storedCall),
  })
  server.get('/v1/calls', { schema: list, onRequest }, async (request) => {
    const query = parseRequest({ schema: callsQuery, value: request.query, place: 'query' })
    return store.listCalls({
      limit: query.limit,
      before: query.before === undefined ? undefined : wallMs(query.before),
      agentId: principalOf(request).agentId ?? undefined,
      scope: scopeOf(request),
    })
  })
  const path = z.object({ callId })
  const one = describeRoute({
    summary: 'One call with its words and outcomes',
    description: 'Agents get their own calls, supervisors of teams or sites theirs; any other is not found.',
    tag: 'calls',
    path,
    answer: forms.callRecord,
  })
  server.get('/v1/calls/:callId', { schema: one, onRequest }, async (request) => {
    const principal = principalOf(request)
    const params = parseRequest({ schema: path, value: request.params, place: 'path' })
    const record = await store.getCall(params.callId)
    if (record === null || !maySeeCall(principal, record)) throw new AppError('NOT_FOUND')
    const { outcomes, place } = record
    return { ...record, outcomes: outcomes.filter((outcome) => maySeeOutcome(principal, outcome, place)) }
  })
}

/** Kinds that a role can ever see; null: all. */
const VISIBLE_KIND: Readonly<Partial<Record<Role, Outcome['kind']>>> = { agent: 'prompt', digital: 'issue' }

function addOutcomes(server: FastifyInstance, { authenticator, store }: ApiOptions): void {
  const schema = describeRoute({
    summary: 'Outcomes, newest first',
    description:
      'Agents get their own prompts, digital teams get issues, supervisors of teams or sites what was told of calls ' +
      'that are there now.',
    tag: 'calls',
    query: outcomesQuery,
    answer: z.array(forms.outcome),
  })
  const onRequest = requireRole(authenticator, [...OVERSEERS, 'agent', 'digital'])
  server.get('/v1/outcomes', { schema, onRequest }, async (request) => {
    const principal = principalOf(request)
    const { before, ...query } = parseRequest({ schema: outcomesQuery, value: request.query, place: 'query' })
    const kind = VISIBLE_KIND[principal.role]
    if (kind !== undefined && query.kind !== undefined && query.kind !== kind) return []
    return listVisible({
      store,
      principal,
      query: {
        ...query,
        kind: kind ?? query.kind,
        agentId: principal.agentId ?? undefined,
        scope: principal.scope,
        before: before === undefined ? undefined : wallMs(before),
      },
    })
  })
}

/** Reads on past what may not be shown, so that a short page always means the last one. */
async function listVisible(input: {
  store: ApiOptions['store']
  principal: Principal
  query: OutcomeQuery
}): Promise<readonly Outcome[]> {
  const { store, principal, query } = input
  const visible: Outcome[] = []
  let before = query.before
  for (;;) {
    const found = await store.listOutcomes({ ...query, before })
    visible.push(...found.filter((outcome) => maySeeOutcomeInScope(principal, outcome)))
    before = found.at(-1)?.createdAt
    if (visible.length >= query.limit || found.length < query.limit) return visible.slice(0, query.limit)
  }
}

function addLoad(server: FastifyInstance, { authenticator, load }: ApiOptions): void {
  const schema = describeRoute({
    summary: 'How the floor is carried now: calls, capacity, lateness, measures against overload',
    tag: 'calls',
    answer: forms.floorLoad,
  })
  server.get('/v1/load', { schema, onRequest: requireRole(authenticator, OVERSEERS) }, async () => load())
}

/** The recordings are read from the samples folder with `reply.sendFile`. */
function addSamples(server: FastifyInstance, { authenticator, samplesDir, log }: ApiOptions): void {
  const onRequest = requireRole(authenticator, ROLES)
  const list = describeRoute({
    summary: 'Recordings to try the system with',
    tag: 'samples',
    answer: z.array(forms.sample),
  })
  server.get('/v1/samples', { schema: list, onRequest }, async () => {
    const samples = await findSamples({ folder: samplesDir, log })
    return samples.map(({ file: _file, ...sample }) => sample)
  })
  const path = z.object({ id: z.string().max(64) })
  const one = describeRoute({ summary: 'One recording, as WAV', tag: 'samples', path })
  server.get('/v1/samples/:id.wav', { schema: one, onRequest }, async (request, reply) => {
    const { id } = parseRequest({ schema: path, value: request.params, place: 'path' })
    const samples = await findSamples({ folder: samplesDir, log })
    const sample = samples.find((candidate) => candidate.id === id)
    if (sample === undefined) throw new AppError('NOT_FOUND')
    reply.header('cache-control', 'private, max-age=3600')
    return reply.sendFile(sample.file, samplesDir, { cacheControl: false })
  })
}

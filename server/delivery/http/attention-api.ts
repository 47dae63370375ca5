import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import type { AttentionDesk, Demotion, Silence, SilenceDraft } from '../../contracts/attention.ts'
import { AppError } from '../../contracts/errors.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Wire } from './api-schemas.ts'
import { describeRoute } from './api-route.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole, scopeOf } from './require-role.ts'
import { SilenceScope, type SilenceScopeOptions } from './silence-scope.ts'

export interface AttentionApiOptions extends SilenceScopeOptions {
  readonly authenticator: Authenticator
  readonly attention: AttentionDesk
  readonly origins: Origins
}

/** Those who keep something from people, or end that. */
const WRITERS: readonly Role[] = ['supervisor', 'admin']
/** Those who answer for rules, too. */
const RESTORERS: readonly Role[] = OVERSEERS

const ms = z.number()
const id = z.string().min(1).max(128)

const silence = z.object({
  silenceId: z.string(),
  ruleId: z.string().nullable(),
  queue: z.string().nullable(),
  agentId: z.string().nullable(),
  until: ms,
  reason: z.string(),
  by: z.string(),
  at: ms,
}) satisfies z.ZodType<Wire<Silence>>

const draft = z.strictObject({
  ruleId: id.nullable().default(null),
  queue: id.nullable().default(null),
  agentId: id.nullable().default(null),
  until: z.number().int().nonnegative().transform(wallMs).describe('Within the next thirty days.'),
  reason: z.string().trim().min(1).max(500),
}) satisfies z.ZodType<SilenceDraft>

const demotion = z.object({
  ruleId: z.string(),
  used: z.number(),
  notNow: z.number(),
  wrong: z.number(),
  since: ms,
}) satisfies z.ZodType<Wire<Demotion>>

/** What is kept from people for a while, and rules that are because people called them wrong. */
export function addAttentionApi(server: FastifyInstance, options: AttentionApiOptions): void {
  addSilences(server, options)
  addDemotions(server, options)
}

function addSilences(server: FastifyInstance, options: AttentionApiOptions): void {
  const { authenticator, attention, origins } = options
  const reach = new SilenceScope(options)
  const list = describeRoute({
    summary: 'Silences in force, those that end first first',
    tag: 'alerts',
    answer: z.array(silence),
  })
  const readers = requireRole(authenticator, OVERSEERS)
  server.get('/v1/silences', { schema: list, onRequest: readers }, async (request) =>
    reach.seenBy(scopeOf(request), attention.silences()),
  )
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, WRITERS)]
  const add = describeRoute({
    summary: 'Keeps a rule, a queue or an agent from prompts and alerts until a time',
    description:
      'What is named must all fit. It is recorded all the same, as held back with the reason `silenced`. ' +
      'Supervisors of teams or sites silence their own agents, for one rule or queue or for all.',
    tag: 'alerts',
    body: draft,
    answer: silence,
  })
  server.post('/v1/silences', { schema: add, onRequest }, async (request) => {
    const body = parseRequest({ schema: draft, value: request.body, place: 'body' })
    await reach.require(scopeOf(request), body)
    return attention.silence(body, { by: principalOf(request).subject })
  })
  const path = z.object({ id })
  const end = describeRoute({ summary: 'Ends a silence before its time', tag: 'alerts', path })
  server.delete('/v1/silences/:id', { schema: end, onRequest }, async (request, reply) => {
    const { id: silenceId } = parseRequest({ schema: path, value: request.params, place: 'path' })
    await reach.requireToEnd(scopeOf(request), attention.silences(), silenceId)
    await attention.endSilence(silenceId)
    return reply.code(204).send()
  })
}

function addDemotions(
  server: FastifyInstance,
  { authenticator, attention, origins }: AttentionApiOptions,
): void {
  const list = describeRoute({
    summary: 'Rules that are shown to nobody because people called them wrong too often, with the figures',
    tag: 'rules',
    answer: z.array(demotion),
  })
  server.get('/v1/demotions', { schema: list, onRequest: requireRole(authenticator, OVERSEERS) }, async () =>
    attention.demotions(),
  )
  const path = z.object({ ruleId: id })
  const restore = describeRoute({
    summary: 'Puts a demoted rule back in its place; what people said until now no longer counts',
    description: 'It is then shown to everybody, so supervisors of teams or sites may not.',
    tag: 'rules',
    path,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, RESTORERS)]
  server.delete('/v1/demotions/:ruleId', { schema: restore, onRequest }, async (request, reply) => {
    const { ruleId } = parseRequest({ schema: path, value: request.params, place: 'path' })
    if (scopeOf(request) !== undefined) throw new AppError('FORBIDDEN', 'A rule is everybody’s.')
    await attention.restore(ruleId, { by: principalOf(request).subject })
    return reply.code(204).send()
  })
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import type { AssistDesk, AssistUser } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { CallStore } from '../../contracts/store.ts'
import { maySeeCall } from '../events/subscriptions.ts'
import * as forms from './assist-schemas.ts'
import { describeRoute } from './api-route.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole, scopeOf } from './require-role.ts'

export interface AssistApiOptions {
  readonly authenticator: Authenticator
  readonly assist: AssistDesk
  readonly store: Pick<CallStore, 'findCall'>
  readonly origins: Origins
}

const READERS: readonly Role[] = [...OVERSEERS, 'agent']
/** Whoever has the call, and those who help. An analyst reads. */
const WRITERS: readonly Role[] = ['agent', 'supervisor', 'admin']

/** What an agent can lean on in a call. Agents ask of their own calls, supervisors of theirs; any other is not found. */
export function addAssistApi(server: FastifyInstance, options: AssistApiOptions): void {
  addKnowledge(server, options)
  addContext(server, options)
  addLabels(server, options)
  addWrapUps(server, options)
}

function addKnowledge(server: FastifyInstance, { authenticator, assist }: AssistApiOptions): void {
  const onRequest = requireRole(authenticator, READERS)
  const list = describeRoute({
    summary: 'Articles that have these words, the best first',
    tag: 'assist',
    query: forms.searchQuery,
    answer: z.array(forms.hint),
  })
  server.get('/v1/knowledge', { schema: list, onRequest }, async (request) => {
    const { q, limit } = parseRequest({ schema: forms.searchQuery, value: request.query, place: 'query' })
    return assist.search(q, limit)
  })
  const one = describeRoute({
    summary: 'One article',
    tag: 'assist',
    path: forms.articlePath,
    answer: forms.article,
  })
  server.get('/v1/knowledge/:articleId', { schema: one, onRequest }, async (request) => {
    const { articleId } = parseRequest({ schema: forms.articlePath, value: request.params, place: 'path' })
    return assist.article(articleId)
  })
}

function addContext(server: FastifyInstance, options: AssistApiOptions): void {
  const { authenticator, assist } = options
  const schema = describeRoute({
    summary: 'What is known when a call comes in',
    description: 'Attributes of the call, earlier calls of the same customer, open issues that it touches.',
    tag: 'assist',
    path: forms.callPath,
    answer: forms.context,
  })
  const onRequest = requireRole(authenticator, READERS)
  server.get('/v1/calls/:callId/context', { schema, onRequest }, async (request) =>
    assist.context(await callOf(request, options), scopeOf(request)),
  )
}

function addLabels(server: FastifyInstance, options: AssistApiOptions): void {
  const { authenticator, assist, origins } = options
  const schema = describeRoute({
    summary: 'Says that a call is about trouble with a digital channel',
    description: 'Counted as a contact among the issues. The same channel and step again replaces it.',
    tag: 'assist',
    path: forms.callPath,
    body: forms.labelBody,
    answer: forms.label,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, WRITERS)]
  server.post('/v1/calls/:callId/labels', { schema, onRequest }, async (request) => {
    const body = parseRequest({ schema: forms.labelBody, value: request.body, place: 'body' })
    return assist.label(await callOf(request, options), body, userOf(request))
  })
}

function addWrapUps(server: FastifyInstance, options: AssistApiOptions): void {
  const { authenticator, assist, origins } = options
  const read = describeRoute({
    summary: 'The notes of a call: those that were saved, or a draft made of evidence',
    tag: 'assist',
    path: forms.callPath,
    answer: forms.wrapUp,
  })
  const path = '/v1/calls/:callId/wrap-up'
  server.get(path, { schema: read, onRequest: requireRole(authenticator, READERS) }, async (request) =>
    assist.wrapUp(await callOf(request, options)),
  )
  const save = describeRoute({
    summary: 'Saves the notes of a call',
    tag: 'assist',
    path: forms.callPath,
    body: forms.wrapUpBody,
    answer: forms.wrapUp,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, WRITERS)]
  server.put(path, { schema: save, onRequest }, async (request) => {
    const body = parseRequest({ schema: forms.wrapUpBody, value: request.body, place: 'body' })
    return assist.saveWrapUp(await callOf(request, options), body, userOf(request))
  })
}

/** @throws AppError `NOT_FOUND` when there is no such call, or not for this principal. */
async function callOf(request: FastifyRequest, { store }: AssistApiOptions): Promise<CallId> {
  const { callId } = parseRequest({ schema: forms.callPath, value: request.params, place: 'path' })
  const call = await store.findCall(callId)
  if (call === null || !maySeeCall(principalOf(request), call)) throw new AppError('NOT_FOUND')
  return callId
}

function userOf(request: FastifyRequest): AssistUser {
  return { by: principalOf(request).subject }
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authenticator } from '../../contracts/access.ts'
import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { RuleDesk } from '../../contracts/rule-desk.ts'
import type { CallStore } from '../../contracts/store.ts'
import { maySeeCall } from '../events/subscriptions.ts'
import { describeRoute } from './api-route.ts'
import * as forms from './explain-schemas.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole } from './require-role.ts'

export interface ExplainApiOptions {
  readonly authenticator: Authenticator
  readonly store: Pick<CallStore, 'findCall'>
  readonly desk: RuleDesk
}

/** Why, and why not: what became of a rule in a call. */
export function addExplainApi(
  server: FastifyInstance,
  { authenticator, store, desk }: ExplainApiOptions,
): void {
  const onRequest = requireRole(authenticator, OVERSEERS)
  const requireCall = async (request: FastifyRequest, callId: CallId): Promise<void> => {
    const call = await store.findCall(callId)
    if (call === null || !maySeeCall(principalOf(request), call)) throw new AppError('NOT_FOUND')
  }
  const list = describeRoute({
    summary: 'The rules in force, those first that fire in the call or came near',
    tag: 'rules',
    path: forms.callPath,
    answer: z.array(forms.ruleInCall),
  })
  server.get('/v1/calls/:callId/rules', { schema: list, onRequest }, async (request) => {
    const { callId } = parseRequest({ schema: forms.callPath, value: request.params, place: 'path' })
    await requireCall(request, callId)
    return desk.rulesIn(callId)
  })
  const one = describeRoute({
    summary: 'Why a rule fires in a call, or does not, and what people were told',
    description:
      'The call is judged anew by the rule as it is in force; of a live call, what is final by now. One call is ' +
      'judged at a time: `EXPLAIN_BUSY` says that it would take too long now.',
    tag: 'rules',
    path: forms.callRulePath,
    answer: forms.explanation,
  })
  server.get('/v1/calls/:callId/rules/:ruleId/explain', { schema: one, onRequest }, async (request) => {
    const path = parseRequest({ schema: forms.callRulePath, value: request.params, place: 'path' })
    await requireCall(request, path.callId)
    return desk.explain(path.callId, path.ruleId)
  })
}

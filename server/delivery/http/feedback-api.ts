import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authenticator } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { OutcomeFeedback } from '../../contracts/feedback.ts'
import { ruleIdOf } from '../../contracts/outcome.ts'
import type { Store } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { maySeeCall, maySeeOutcome } from '../events/subscriptions.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import { describeRoute } from './api-route.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole } from './require-role.ts'
import * as forms from './rules-schemas.ts'

export interface FeedbackApiOptions {
  readonly authenticator: Authenticator
  readonly store: Pick<Store, 'getOutcome' | 'findCall' | 'rules'>
  readonly origins: Origins
  readonly metrics: Pick<DeliveryMetrics, 'feedback'>
  readonly clock: Clock
}

const callPath = z.object({ callId: z.string().min(1).max(128) })

/** What people say of outcomes: whoever may see one may say so; the last word of each person counts. */
export function addFeedbackApi(server: FastifyInstance, options: FeedbackApiOptions): void {
  addOwnFeedback(server, options)
  const { authenticator, store, origins, metrics, clock } = options
  const schema = describeRoute({
    summary: 'Whether an outcome helped',
    description:
      'Agents judge their own prompts, supervisors what they may see; any other is not found. Saying it again replaces it.',
    tag: 'calls',
    path: forms.outcomePath,
    body: forms.feedbackBody,
    answer: forms.feedback,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, [...OVERSEERS, 'agent'])]
  server.post('/v1/outcomes/:outcomeId/feedback', { schema, onRequest }, async (request) => {
    const principal = principalOf(request)
    const { outcomeId } = parseRequest({ schema: forms.outcomePath, value: request.params, place: 'path' })
    const { verdict } = parseRequest({ schema: forms.feedbackBody, value: request.body, place: 'body' })
    const outcome = await store.getOutcome(outcomeId)
    const call = outcome === null ? null : await store.findCall(outcome.callId)
    if (outcome === null || call === null || !maySeeOutcome(principal, outcome, call.place)) {
      throw new AppError('NOT_FOUND')
    }
    const { subject: by, role } = principal
    const at = wallMs(clock.now())
    const feedback: OutcomeFeedback = { outcomeId, rule: outcome.rule, verdict, by, role, at }
    await store.rules.saveFeedback(feedback)
    metrics.feedback.inc({ rule: ruleIdOf(outcome), verdict })
    return feedback
  })
}

/** For a page that is loaded again. What others say of an outcome is nobody's business here. */
function addOwnFeedback(server: FastifyInstance, { authenticator, store }: FeedbackApiOptions): void {
  const schema = describeRoute({
    summary: 'What you have said of the outcomes of a call',
    description: 'Agents may ask of their own calls; any other is not found.',
    tag: 'calls',
    path: callPath,
    answer: z.array(forms.feedback),
  })
  const onRequest = requireRole(authenticator, [...OVERSEERS, 'agent'])
  server.get('/v1/calls/:callId/feedback', { schema, onRequest }, async (request) => {
    const principal = principalOf(request)
    const { callId } = parseRequest({ schema: callPath, value: request.params, place: 'path' })
    const call = await store.findCall(callId)
    if (call === null || !maySeeCall(principal, call)) throw new AppError('NOT_FOUND')
    const all = await store.rules.listFeedback(callId)
    return all.filter(({ by }) => by === principal.subject)
  })
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator } from '../../contracts/access.ts'
import type { NotifyDesk } from '../../contracts/subscription.ts'
import { describeRoute } from './api-route.ts'
import { ISSUE_WRITERS } from './issue-actions-api.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { principalOf, requireRole } from './require-role.ts'
import * as forms from './subscription-schemas.ts'

export interface SubscriptionsApiOptions {
  readonly authenticator: Authenticator
  readonly notify: NotifyDesk
  readonly origins: Origins
}

/**
 * Who is told of issues outside the console. Reading is for those who may change them too: the address of a webhook is
 * often all that it takes to post to it.
 */
export function addSubscriptionsApi(server: FastifyInstance, options: SubscriptionsApiOptions): void {
  addReading(server, options)
  addSaving(server, options)
  addTrying(server, options)
}

function addReading(server: FastifyInstance, { authenticator, notify }: SubscriptionsApiOptions): void {
  const onRequest = requireRole(authenticator, ISSUE_WRITERS)
  const list = describeRoute({
    summary: 'Subscriptions, and how each does',
    tag: 'subscriptions',
    answer: forms.subscriptionStates,
  })
  server.get('/v1/subscriptions', { schema: list, onRequest }, async () => notify.list())
  const dead = describeRoute({
    summary: 'What could not be delivered',
    tag: 'subscriptions',
    path: forms.subscriptionPath,
    answer: forms.deadLetters,
  })
  server.get('/v1/subscriptions/:id/dead-letters', { schema: dead, onRequest }, async (request) =>
    notify.deadLetters(idOf(request)),
  )
}

function addSaving(server: FastifyInstance, options: SubscriptionsApiOptions): void {
  const { notify } = options
  const onRequest = writersOnly(options)
  const form = {
    tag: 'subscriptions',
    body: forms.subscriptionBody,
    answer: forms.savedSubscription,
  } as const
  const description =
    'Refused with `TARGET_REFUSED` for an address that is private and not allowed. A new secret is told this once.'
  const bodyOf = (request: FastifyRequest) =>
    parseRequest({ schema: forms.subscriptionBody, value: request.body, place: 'body' })
  const add = describeRoute({ summary: 'Makes a subscription', description, ...form })
  server.post('/v1/subscriptions', { schema: add, onRequest }, async (request) =>
    notify.save(bodyOf(request), principalOf(request).subject),
  )
  const change = describeRoute({
    summary: 'Changes a subscription',
    description,
    path: forms.subscriptionPath,
    ...form,
  })
  server.put('/v1/subscriptions/:id', { schema: change, onRequest }, async (request) =>
    notify.save({ subscriptionId: idOf(request), ...bodyOf(request) }, principalOf(request).subject),
  )
  const remove = describeRoute({
    summary: 'Removes a subscription, with what waits for it',
    tag: 'subscriptions',
    path: forms.subscriptionPath,
    answer: null,
  })
  server.delete('/v1/subscriptions/:id', { schema: remove, onRequest }, async (request, reply) => {
    await notify.remove(idOf(request))
    return reply.code(204).send()
  })
}

function addTrying(server: FastifyInstance, options: SubscriptionsApiOptions): void {
  const { notify } = options
  const onRequest = writersOnly(options)
  const test = describeRoute({
    summary: 'Sends a test message at once',
    tag: 'subscriptions',
    path: forms.subscriptionPath,
    answer: forms.testResult,
  })
  server.post('/v1/subscriptions/:id/test', { schema: test, onRequest }, async (request) =>
    notify.test(idOf(request)),
  )
  const retry = describeRoute({
    summary: 'Puts what could not be delivered back in the queue',
    tag: 'subscriptions',
    path: forms.deliveryPath,
    answer: null,
  })
  server.post('/v1/dead-letters/:deliveryId/retry', { schema: retry, onRequest }, async (request, reply) => {
    const { deliveryId } = parseRequest({ schema: forms.deliveryPath, value: request.params, place: 'path' })
    await notify.retry(deliveryId)
    return reply.code(204).send()
  })
}

function writersOnly({ authenticator, origins }: SubscriptionsApiOptions) {
  return [requireOwnPage(origins), requireRole(authenticator, ISSUE_WRITERS)]
}

function idOf(request: FastifyRequest): string {
  return parseRequest({ schema: forms.subscriptionPath, value: request.params, place: 'path' }).id
}

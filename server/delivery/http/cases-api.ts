import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import { CASE_STATES, type AlertCase, type CaseAction, type CaseDesk } from '../../contracts/alert-case.ts'
import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import { OUTCOME_STATES } from '../../contracts/outcome.ts'
import { wallMs } from '../../contracts/time.ts'
import {
  caseAsSeenBy,
  mayActOnCase,
  maySeeCall,
  maySeeCase,
  type PlacedCall,
} from '../events/subscriptions.ts'
import { place, type Wire } from './api-schemas.ts'
import { describeRoute } from './api-route.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole } from './require-role.ts'

export interface CasesApiOptions {
  readonly authenticator: Authenticator
  readonly cases: CaseDesk
  readonly origins: Origins
  /** Null: it is not live. */
  readonly liveCall: (callId: CallId) => PlacedCall | null
}

/** Those who act on alerts and write to agents. */
const ACTORS: readonly Role[] = ['supervisor', 'admin']

const ms = z.number()
const id = z.string().min(1).max(128)
const note = z.string().trim().min(1).max(2000)
const severity = z.enum(['info', 'low', 'medium', 'high', 'critical'])

const alertCase = z.object({
  type: z.literal('case'),
  caseId: z.string(),
  revision: z.number(),
  callId: z.string().nullable().describe('Null where `group` is not.'),
  group: z
    .object({
      ruleId: z.string(),
      since: ms,
      terms: z.object({ calls: z.number(), withinMs: ms }),
      calls: z.array(
        z.object({
          callId: z.string(),
          agentId: z.string().nullable(),
          queue: z.string().nullable(),
          place,
          outcomeId: z.string(),
          at: ms,
        }),
      ),
      callsInAll: z.number(),
    })
    .nullable()
    .describe('One rule in many calls at once, those that came last named; null: it is about one call.'),
  agentId: z.string().nullable(),
  queue: z.string().nullable(),
  places: z.array(place),
  state: z.enum(CASE_STATES),
  owner: z.string().nullable(),
  title: z.string(),
  severity,
  openedAt: ms,
  updatedAt: ms,
  snoozedUntil: ms.nullable(),
  snoozedUntilChange: z.boolean(),
  timesReopened: z.number(),
  alerts: z.array(
    z.object({
      outcomeId: z.string(),
      rule: z.string(),
      title: z.string(),
      severity,
      state: z.enum(OUTCOME_STATES),
      atMs: ms,
      at: ms,
    }),
  ),
  alertsInAll: z.number(),
  callEnded: z.boolean(),
  history: z.array(
    z.object({ at: ms, by: z.string().nullable(), action: z.string(), note: z.string().nullable() }),
  ),
  effects: z
    .array(
      z.object({
        by: z.string(),
        action: z.enum(['own', 'whisper']),
        atMs: ms,
        before: z.number().nullable(),
        after: z.number().nullable(),
      }),
    )
    .describe('How the customer sounded in the minute before somebody stepped in and in the minute after.'),
}) satisfies z.ZodType<Omit<Wire<AlertCase>, 'history'>>

const casesQuery = z.strictObject({
  state: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(CASE_STATES)))
    .describe('One or more states with commas between them; any when absent.')
    .optional(),
  callId: id.optional(),
  before: z.coerce
    .number()
    .nonnegative()
    .describe('Only what was opened before this time; for the next page.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('see') }),
  z.strictObject({ type: z.literal('own') }),
  z.strictObject({ type: z.literal('release') }),
  z.strictObject({ type: z.literal('resolve'), note: note.nullable().default(null) }),
  z.strictObject({ type: z.literal('reopen'), note: note.nullable().default(null) }),
  z.strictObject({
    type: z.literal('snooze'),
    until: z
      .number()
      .int()
      .nonnegative()
      .transform(wallMs)
      .nullable()
      .describe('Null: until another alert comes.'),
  }),
  z.strictObject({ type: z.literal('wake') }),
  z.strictObject({ type: z.literal('note'), note }),
]) satisfies z.ZodType<CaseAction>

const actionBody = z.strictObject({
  action,
  revision: z
    .number()
    .int()
    .positive()
    .describe(
      'Of the copy that was seen; refused when its history has gone on since. Effects and the growth of a group are no conflict.',
    )
    .optional(),
})

const whisperBody = z.strictObject({ text: z.string().trim().min(1).max(240) })

/** What becomes of alerts, and a supervisor's line to an agent. */
export function addCasesApi(server: FastifyInstance, options: CasesApiOptions): void {
  addList(server, options)
  addActions(server, options)
  addWhispers(server, options)
}

function addList(server: FastifyInstance, { authenticator, cases }: CasesApiOptions): void {
  const schema = describeRoute({
    summary: 'Alert cases, those opened last first',
    description: 'The alerts of one call are one case, and so is one rule in many calls at once (`group`).',
    tag: 'alerts',
    query: casesQuery,
    answer: z.array(alertCase),
  })
  server.get('/v1/cases', { schema, onRequest: requireRole(authenticator, OVERSEERS) }, async (request) => {
    const query = parseRequest({ schema: casesQuery, value: request.query, place: 'query' })
    const { state: states, before, ...rest } = query
    const principal = principalOf(request)
    const found = await cases.list({
      ...{ ...rest, states, scope: principal.scope },
      before: before === undefined ? undefined : wallMs(before),
    })
    return found.map((each) => caseAsSeenBy(principal, each))
  })
}

function addActions(server: FastifyInstance, { authenticator, cases, origins }: CasesApiOptions): void {
  const path = z.object({ id })
  const schema = describeRoute({
    summary: 'Sees, owns, resolves, snoozes… an alert case',
    description:
      'Refused with `CASE_ACTION_REFUSED` where its state does not allow it, and with `CASE_CHANGED` when a ' +
      '`revision` is given and somebody else was quicker. Whoever may see only some of the calls of a group may ' +
      '`see` it and leave a `note`.',
    tag: 'alerts',
    path,
    body: actionBody,
    answer: alertCase,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, ACTORS)]
  server.post('/v1/cases/:id/actions', { schema, onRequest }, async (request) => {
    const { id: caseId } = parseRequest({ schema: path, value: request.params, place: 'path' })
    const body = parseRequest({ schema: actionBody, value: request.body, place: 'body' })
    const principal = principalOf(request)
    const found = await cases.get(caseId)
    if (found === null || !maySeeCase(principal, found.places)) throw new AppError('NOT_FOUND')
    if (!mayActOnCase(principal, found.places, body.action.type)) {
      throw new AppError('FORBIDDEN', 'Some of its calls are of other teams.')
    }
    const after = await cases.act(caseId, body.action, { by: principal.subject }, body.revision)
    return caseAsSeenBy(principal, after)
  })
}

function addWhispers(server: FastifyInstance, options: CasesApiOptions): void {
  const { authenticator, cases, origins, liveCall } = options
  const path = z.object({ callId: id })
  const schema = describeRoute({
    summary: 'Puts a line on the screen of the agent who has the call',
    description: 'It comes as a card, at once. The customer hears nothing of it.',
    tag: 'alerts',
    path,
    body: whisperBody,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, ACTORS)]
  server.post('/v1/calls/:callId/whispers', { schema, onRequest }, async (request, reply) => {
    const { callId } = parseRequest({ schema: path, value: request.params, place: 'path' })
    const { text } = parseRequest({ schema: whisperBody, value: request.body, place: 'body' })
    const principal = principalOf(request)
    const call = liveCall(callId)
    if (call === null || !maySeeCall(principal, call)) throw new AppError('NOT_FOUND')
    cases.whisper(callId, text, { by: principal.subject })
    return reply.code(204).send()
  })
}

import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { IssueActionType, IssueDesk, IssueUser } from '../../contracts/issue-desk.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { ISSUE_READERS } from '../events/subscriptions.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import { describeRoute } from './api-route.ts'
import * as forms from './issue-desk-schemas.ts'
import { change, issue } from './issue-schemas.ts'
import { issueIdOf } from './issues-api.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { principalOf, requireRole } from './require-role.ts'

export interface IssueActionsApiOptions {
  readonly authenticator: Authenticator
  readonly issues: IssueDesk
  readonly origins: Origins
  readonly metrics: Pick<DeliveryMetrics, 'issueActions'>
  readonly clock: Clock
}

/** Those who move issues along and answer the floor. */
export const ISSUE_WRITERS: readonly Role[] = ['digital', 'admin']

/** Whatever deploys or starts a campaign brings a token of role `ingest`. */
const CHANGE_WRITERS: readonly Role[] = [...ISSUE_WRITERS, 'ingest']

const WEEK_MS = 7 * 24 * 3_600_000

/** What people do to issues. What an issue's state allows, the desk decides; it also keeps who did what when. */
export function addIssueActionsApi(server: FastifyInstance, options: IssueActionsApiOptions): void {
  addActions(server, options)
  addCodes(server, options)
  addSettings(server, options)
  addChanges(server, options)
}

function addActions(server: FastifyInstance, options: IssueActionsApiOptions): void {
  const { issues, metrics } = options
  const schema = describeRoute({
    summary: 'Acknowledges, owns, answers, fixes, closes… an issue',
    description:
      'Refused with `ISSUE_ACTION_REFUSED` where its state does not allow it, and with `ISSUE_CHANGED` when a ' +
      '`revision` is given and somebody else was quicker.',
    tag: 'issues',
    path: forms.issuePath,
    body: forms.actionBody,
    answer: issue,
  })
  server.post('/v1/issues/:id/actions', { schema, onRequest: writersOnly(options) }, async (request) => {
    const id = issueIdOf(request)
    const { action, revision } = parseRequest({
      schema: forms.actionBody,
      value: request.body,
      place: 'body',
    })
    return counted({ metrics, action: action.type }, () => issues.act(id, action, userOf(request), revision))
  })
}

async function counted(
  what: { readonly metrics: IssueActionsApiOptions['metrics']; readonly action: IssueActionType },
  act: () => Promise<Issue>,
): Promise<Issue> {
  const { metrics, action } = what
  try {
    const changed = await act()
    metrics.issueActions.inc({ action, result: 'done' })
    return changed
  } catch (thrown) {
    metrics.issueActions.inc({ action, result: thrown instanceof AppError ? thrown.code : 'INTERNAL' })
    throw thrown
  }
}

function addCodes(server: FastifyInstance, options: IssueActionsApiOptions): void {
  const schema = describeRoute({
    summary: 'Saves a code that was made of an issue and takes it into the code frame',
    description: 'Refused with the faults when something is wrong in it.',
    tag: 'issues',
    path: forms.issuePath,
    body: forms.codeBody,
    answer: forms.codeEntry,
  })
  server.post('/v1/issues/:id/code', { schema, onRequest: writersOnly(options) }, async (request) => {
    const issueId = issueIdOf(request)
    const body = parseRequest({ schema: forms.codeBody, value: request.body, place: 'body' })
    return options.issues.saveCode({ issueId, ...body }, userOf(request))
  })
}

function addSettings(server: FastifyInstance, options: IssueActionsApiOptions): void {
  const schema = describeRoute({
    summary: 'Says how many false alarms are accepted and what a contact costs',
    tag: 'issues',
    body: forms.settingsBody,
    answer: forms.settingsReport,
  })
  server.put('/v1/issues/settings', { schema, onRequest: writersOnly(options) }, async (request) => {
    const settings = parseRequest({ schema: forms.settingsBody, value: request.body, place: 'body' })
    return options.issues.saveSettings(settings, userOf(request))
  })
}

function addChanges(server: FastifyInstance, options: IssueActionsApiOptions): void {
  const { authenticator, issues, clock, origins } = options
  const list = describeRoute({
    summary: 'Deployments, campaigns and other changes',
    tag: 'issues',
    query: forms.changesQuery,
    answer: forms.changes,
  })
  const readers = requireRole(authenticator, ISSUE_READERS)
  server.get('/v1/changes', { schema: list, onRequest: readers }, async (request) => {
    const { since } = parseRequest({ schema: forms.changesQuery, value: request.query, place: 'query' })
    return issues.changes(wallMs(since ?? clock.now() - WEEK_MS))
  })
  const add = describeRoute({
    summary: 'Tells that something was changed, so that an issue can name what came before it',
    description: 'The same `changeId` again changes nothing.',
    tag: 'issues',
    body: forms.changeBody,
    answer: change,
  })
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, CHANGE_WRITERS)]
  server.post('/v1/changes', { schema: add, onRequest }, async (request) => {
    const body = parseRequest({ schema: forms.changeBody, value: request.body, place: 'body' })
    return issues.addChange({
      ...body,
      changeId: body.changeId ?? randomUUID(),
      at: wallMs(body.at ?? clock.now()),
    })
  })
}

function writersOnly({ authenticator, origins }: IssueActionsApiOptions) {
  return [requireOwnPage(origins), requireRole(authenticator, ISSUE_WRITERS)]
}

function userOf(request: FastifyRequest): IssueUser {
  return { by: principalOf(request).subject }
}

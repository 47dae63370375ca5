import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator } from '../../contracts/access.ts'
import type { IssueDesk } from '../../contracts/issue-desk.ts'
import { ISSUE_READERS } from '../events/subscriptions.ts'
import { affectedCsv } from './affected-csv.ts'
import { describeRoute } from './api-route.ts'
import * as forms from './issue-desk-schemas.ts'
import { parseRequest } from './parse-request.ts'
import { requireRole } from './require-role.ts'

export interface IssuesApiOptions {
  readonly authenticator: Authenticator
  readonly issues: IssueDesk
}

/** Issues, for everybody who may see them. What is done to them is in `issue-actions-api.ts`. */
export function addIssuesApi(server: FastifyInstance, options: IssuesApiOptions): void {
  addLists(server, options)
  addOne(server, options)
  addAffected(server, options)
}

function addLists(server: FastifyInstance, { authenticator, issues }: IssuesApiOptions): void {
  const onRequest = requireRole(authenticator, ISSUE_READERS)
  const list = describeRoute({
    summary: 'Issues, those opened last first',
    tag: 'issues',
    query: forms.issuesQuery,
    answer: forms.issues,
  })
  server.get('/v1/issues', { schema: list, onRequest }, async (request) =>
    issues.list(parseRequest({ schema: forms.issuesQuery, value: request.query, place: 'query' })),
  )
  const map = describeRoute({
    summary: 'Contacts by code and channel, and how many have no code',
    tag: 'issues',
    query: forms.mapQuery,
    answer: forms.issueMap,
  })
  server.get('/v1/issues/map', { schema: map, onRequest }, async (request) => {
    const { hours } = parseRequest({ schema: forms.mapQuery, value: request.query, place: 'query' })
    return issues.map(hours)
  })
  const codes = describeRoute({ summary: 'The code frame in force', tag: 'issues', answer: forms.codes })
  server.get('/v1/codes', { schema: codes, onRequest }, async () => issues.codes())
  const settings = describeRoute({
    summary: 'How many false alarms are accepted and what a contact costs, and what that means in words',
    tag: 'issues',
    answer: forms.settingsReport,
  })
  server.get('/v1/issues/settings', { schema: settings, onRequest }, async () => issues.settings())
}

function addOne(server: FastifyInstance, { authenticator, issues }: IssuesApiOptions): void {
  const onRequest = requireRole(authenticator, ISSUE_READERS)
  const detail = describeRoute({
    summary: 'One issue with its contacts over time, seen against expected',
    tag: 'issues',
    path: forms.issuePath,
    answer: forms.issueDetail,
  })
  server.get('/v1/issues/:id', { schema: detail, onRequest }, async (request) =>
    issues.detail(issueIdOf(request)),
  )
  const draft = describeRoute({
    summary: 'A code for an issue that none knows, with tests, to be read before it is saved',
    description: 'Refused with `ISSUE_ACTION_REFUSED` for an issue that has a code.',
    tag: 'issues',
    path: forms.issuePath,
    answer: forms.codeDraft,
  })
  server.get('/v1/issues/:id/code', { schema: draft, onRequest }, async (request) =>
    issues.draftCode(issueIdOf(request)),
  )
}

function addAffected(server: FastifyInstance, { authenticator, issues }: IssuesApiOptions): void {
  const schema = describeRoute({
    summary: 'Customers hit between onset and fix, newest first, for calling back',
    description: 'As CSV with `format=csv`, or where `Accept` names `text/csv`.',
    tag: 'issues',
    path: forms.issuePath,
    query: forms.affectedQuery,
    answer: forms.affected,
  })
  const onRequest = requireRole(authenticator, ISSUE_READERS)
  server.get('/v1/issues/:id/affected', { schema, onRequest }, async (request, reply) => {
    const id = issueIdOf(request)
    const query = parseRequest({ schema: forms.affectedQuery, value: request.query, place: 'query' })
    const contacts = await issues.affected(id, query.limit)
    reply.header('vary', 'Origin, Accept')
    if ((query.format ?? preferredFormat(request)) === 'json') return contacts
    const file = `affected-${id.replaceAll(/[^\w.-]/g, '_')}.csv`
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(affectedCsv(contacts))
  })
}

function preferredFormat(request: FastifyRequest): 'csv' | 'json' {
  return /(?:^|,)\s*text\/csv\s*(?:[;,]|$)/i.test(request.headers.accept ?? '') ? 'csv' : 'json'
}

export function issueIdOf(request: FastifyRequest): string {
  return parseRequest({ schema: forms.issuePath, value: request.params, place: 'path' }).id
}

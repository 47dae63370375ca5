import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '../../contracts/access.ts'
import type { FiguresDesk } from '../../contracts/figures.ts'
import { describeRoute } from './api-route.ts'
import { pointsCsv, rulesCsv } from './figures-csv.ts'
import * as forms from './figures-schemas.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, requireRole, scopeOf } from './require-role.ts'

export interface FiguresApiOptions {
  readonly authenticator: Authenticator
  readonly figures: FiguresDesk
}

/** Figures that keep Earshot honest, for those who answer for it. */
export function addFiguresApi(server: FastifyInstance, { authenticator, figures }: FiguresApiOptions): void {
  const onRequest = requireRole(authenticator, OVERSEERS)
  const report = describeRoute({
    summary: 'What people were told, what they made of it, and how long words took to the screen',
    description:
      'By day or week of the site, and by rule. Supervisors of a team or site get their own. As CSV with `format=csv`.',
    tag: 'figures',
    query: forms.figuresQuery,
    answer: forms.figuresReport,
  })
  server.get('/v1/figures', { schema: report, onRequest }, async (request, reply) => {
    const { format, table, ...query } = parseRequest({
      schema: forms.figuresQuery,
      value: request.query,
      place: 'query',
    })
    const found = await figures.report({ ...query, scope: scopeOf(request) })
    if (format === 'json') return found
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="figures-${table}.csv"`)
      .send(table === 'rules' ? rulesCsv(found) : pointsCsv(found))
  })
  const behind = describeRoute({
    summary: 'Outcomes behind a rule’s figures, newest first, without their words',
    description: 'Each leads to its call, which is read under `/v1/calls/{callId}`.',
    tag: 'figures',
    path: forms.rulePath,
    query: forms.behindQuery,
    answer: forms.outcomesBehind,
  })
  server.get('/v1/figures/rules/:id', { schema: behind, onRequest }, async (request) => {
    const { id } = parseRequest({ schema: forms.rulePath, value: request.params, place: 'path' })
    const query = parseRequest({ schema: forms.behindQuery, value: request.query, place: 'query' })
    return figures.behind({ ...query, ruleId: id, scope: scopeOf(request) })
  })
}

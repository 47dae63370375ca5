import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { QualityDesk, QualityFilter, ScoreCard, ScoreCardQuery } from '../../contracts/quality.ts'
import { maySeeCall } from '../events/subscriptions.ts'
import { describeRoute } from './api-route.ts'
import { parseRequest } from './parse-request.ts'
import { cardsCsv, reportCsv } from './quality-csv.ts'
import * as forms from './quality-schemas.ts'
import { OVERSEERS, principalOf, requireRole, scopeOf } from './require-role.ts'

export interface QualityApiOptions {
  readonly authenticator: Authenticator
  readonly quality: QualityDesk
}

const READERS: readonly Role[] = [...OVERSEERS, 'agent']

const PAGE = 50

/** How well ended calls went. Agents ask of their own calls; any other is not found. */
export function addQualityApi(server: FastifyInstance, options: QualityApiOptions): void {
  addReport(server, options)
  addCards(server, options)
  addCard(server, options)
}

function addReport(server: FastifyInstance, { authenticator, quality }: QualityApiOptions): void {
  const schema = describeRoute({
    summary: 'How ended calls went, over time and by site, team, agent or queue',
    description:
      'Counted in whole days of the site’s time zone; `from` and `to` of the answer say which. As CSV with `format=csv`.',
    tag: 'quality',
    query: forms.reportQuery,
    answer: forms.qualityReport,
  })
  const onRequest = requireRole(authenticator, READERS)
  server.get('/v1/quality/report', { schema, onRequest }, async (request, reply) => {
    const query = parseRequest({ schema: forms.reportQuery, value: request.query, place: 'query' })
    const { group, step, item: itemId, format } = query
    const report = await quality.report({ ...filterOf(query, request), group, step, itemId })
    return format === 'json' ? report : sendCsv(reply, 'quality-report.csv', reportCsv(report))
  })
}

function addCards(server: FastifyInstance, { authenticator, quality }: QualityApiOptions): void {
  const schema = describeRoute({
    summary: 'Score cards of calls, the newest or the lowest first',
    description: 'As CSV with `format=csv`: one line a call, with a column for each item.',
    tag: 'quality',
    query: forms.cardsQuery,
    answer: forms.scoreCards,
  })
  const onRequest = requireRole(authenticator, READERS)
  server.get('/v1/quality/cards', { schema, onRequest }, async (request, reply) => {
    const parsed = parseRequest({ schema: forms.cardsQuery, value: request.query, place: 'query' })
    const { item: itemId, result, resolution, failed, order, after, limit, format } = parsed
    const item = itemId === undefined ? undefined : { itemId, result }
    const query = { ...filterOf(parsed, request), item, resolution, failed, order, after }
    if (format === 'json') return quality.cards({ ...query, limit: limit ?? PAGE })
    const cards = await manyCards(quality, { ...query, limit: limit ?? forms.MOST_CSV_CARDS })
    return sendCsv(reply, 'score-cards.csv', cardsCsv(cards))
  })
}

function addCard(server: FastifyInstance, { authenticator, quality }: QualityApiOptions): void {
  const schema = describeRoute({
    summary: 'The score card of one call',
    description: 'Not found while the call goes on and for some minutes after it, until it is scored.',
    tag: 'quality',
    path: forms.cardPath,
    answer: forms.scoreCard,
  })
  const onRequest = requireRole(authenticator, READERS)
  server.get('/v1/quality/cards/:callId', { schema, onRequest }, async (request) => {
    const { callId } = parseRequest({ schema: forms.cardPath, value: request.params, place: 'path' })
    const card = await quality.card(callId)
    const { agentId, site, team } = card
    if (!maySeeCall(principalOf(request), { call: { agentId }, place: { site, team } })) {
      throw new AppError('NOT_FOUND')
    }
    return card
  })
}

/** Page by page, so that no question is too long. */
async function manyCards(quality: QualityDesk, query: ScoreCardQuery): Promise<readonly ScoreCard[]> {
  const cards: ScoreCard[] = []
  while (cards.length < query.limit) {
    const limit = Math.min(forms.MOST_CARDS, query.limit - cards.length)
    const page = await quality.cards({ ...query, limit, after: cards.at(-1)?.callId ?? query.after })
    cards.push(...page)
    if (page.length < limit) break
  }
  return cards
}

type Asked = Pick<z.output<typeof forms.reportQuery>, 'from' | 'to' | 'site' | 'team' | 'agent' | 'queue'>

/** Nobody is answered more than the part of the floor that is theirs. */
function filterOf({ from, to, site, team, agent, queue }: Asked, request: FastifyRequest): QualityFilter {
  const agentId = principalOf(request).agentId ?? agent
  return { from, to, site, team, agentId, queue, scope: scopeOf(request) }
}

function sendCsv(reply: FastifyReply, file: string, text: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${file}"`)
    .send(text)
}

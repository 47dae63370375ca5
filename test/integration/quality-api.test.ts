import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QualityReport, ScoreCard } from '../../server/contracts/quality.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { qualityReport, scoreCards } from '../../server/delivery/http/quality-schemas.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { STARTED_AT, buildCall } from '../helpers/message-builders.ts'
import { buildScoreCard, buildScoreItem } from '../helpers/score-cards.ts'
import { until } from '../helpers/until.ts'

const DAY_MS = 86_400_000
const TODAY = Math.floor(STARTED_AT / DAY_MS)
const PERIOD = `from=${STARTED_AT - DAY_MS}&to=${STARTED_AT + 10 * DAY_MS}`

let app: HttpApp

beforeAll(async () => {
  app = await startHttpApp()
  for (const [at, change] of CARDS.entries()) {
    const card = buildScoreCard({ ...change, startedAt: wallMs(STARTED_AT + at * DAY_MS) })
    void app.store.saveCall(buildCall({ callId: card.callId, startedAt: card.startedAt }))
    void app.store.quality.saveCard(card, { day: TODAY + at, legs: [] })
  }
})
afterAll(() => app.close())

/** One a day. */
const CARDS: readonly (Partial<ScoreCard> & { readonly callId: string })[] = [
  { callId: 'a', score: 40, items: [buildScoreItem('greeting', 'missed'), buildScoreItem('tone', 'met')] },
  { callId: 'b', agentId: 'agent-8', team: 'sales', site: null, score: 0, failed: true },
  { callId: 'c', score: null, team: null, agentId: '=cmd()', resolution: 'first' },
  { callId: 'd', score: 90, resolution: 'repeated', repeatedBy: 'a' },
]

type Role = Parameters<HttpApp['token']>[0]

async function get(path: string, role: Role = 'analyst', agentId?: string): Promise<Response> {
  return app.get(path, await app.token(role, agentId))
}

async function cards(query: string, role?: Role, agentId?: string): Promise<readonly string[]> {
  const answer = await get(`/v1/quality/cards?${PERIOD}&${query}`, role, agentId)
  expect(answer.status, query).toBe(200)
  return scoreCards.parse(await answer.json()).map(({ callId }) => callId)
}

async function report(query: string, role?: Role, agentId?: string): Promise<QualityReport> {
  const answer = await get(`/v1/quality/report?${PERIOD}&${query}`, role, agentId)
  expect(answer.status, query).toBe(200)
  const body = (await answer.json()) as QualityReport
  qualityReport.parse(body)
  return body
}

describe('GET /v1/quality/cards', () => {
  it.each<[string, readonly string[]]>([
    ['', ['d', 'c', 'b', 'a']],
    ['order=lowest', ['b', 'a', 'd']],
    ['limit=2', ['d', 'c']],
    ['limit=2&after=c', ['b', 'a']],
    ['order=lowest&limit=1&after=a', ['d']],
    ['team=sales', ['b']],
    ['team=', ['c']],
    ['agent=agent-7', ['d', 'a']],
    ['item=greeting', ['a']],
    ['item=greeting&result=met', ['d', 'c', 'b']],
    ['failed=true', ['b']],
    ['resolution=repeated', ['d']],
    ['queue=none', []],
  ])('answers %s', async (query, ids) => {
    expect(await cards(query)).toEqual(ids)
  })

  it('answers agents what is theirs, and supervisors what is in their scope', async () => {
    expect(await cards('', 'agent', 'agent-8')).toEqual(['b'])
    expect(await cards('agent=agent-7', 'agent', 'agent-8')).toEqual(['b'])
    const token = await app.access.issueToken({
      ...{ role: 'supervisor', ttlMs: 60_000 },
      scope: { teams: ['sales'], sites: [] },
    })
    const answer = await app.get(`/v1/quality/cards?${PERIOD}`, token)
    expect(((await answer.json()) as readonly ScoreCard[]).map(({ callId }) => callId)).toEqual(['b'])
  })

  it('is a table for a spreadsheet, in which nothing runs', async () => {
    const answer = await get(`/v1/quality/cards?${PERIOD}&format=csv`)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="score-cards.csv"')
    const lines = (await answer.text()).split('\r\n')
    expect(lines[0]).toMatch(/^call,started_at,agent,.*,repeated_by,greeting,tone$/)
    expect(lines[2]).toBe(`c,2026-11-24T09:00:00.000Z,'=cmd(),north,,bills,240,,false,bill,first,,met,missed`)
    expect(lines).toHaveLength(6)
  })

  it.each([
    '',
    'from=1',
    'from=5&to=4',
    `from=0&to=${500 * DAY_MS}`,
    `${PERIOD}&limit=0`,
    `${PERIOD}&limit=501`,
    `${PERIOD}&format=csv&limit=20001`,
    `${PERIOD}&order=best`,
    `${PERIOD}&after=no-call`,
    `${PERIOD}&page=2`,
  ])('refuses %s', async (query) => {
    const answer = await get(`/v1/quality/cards?${query}`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      400,
      'REQUEST_INVALID',
    ])
  })
})

describe('GET /v1/quality/report', () => {
  it('sums up by group and step, with the calls behind each point', async () => {
    const { all, rows, items, ...rest } = await report('group=team&item=greeting')
    expect(all).toMatchObject({
      calls: 4,
      score: 43.3,
      failed: 1,
      firstContact: 0.5,
      item: { met: 3, missed: 1 },
    })
    expect(rows.map(({ key, all: { calls } }) => [key, calls])).toEqual([
      ['billing', 2],
      ['', 1],
      ['sales', 1],
    ])
    expect(items.map(({ itemId, met, missed }) => [itemId, met, missed])).toEqual([
      ['greeting', 3, 1],
      ['tone', 1, 3],
    ])
    expect(rest).toMatchObject({ group: 'team', step: 'day', rowsLeftOut: 0, repeatWithinDays: 7 })
    for (const { key, points } of rows) {
      for (const { at, until: end, calls } of points) {
        const behind = await get(`/v1/quality/cards?from=${at}&to=${end}&team=${key}`)
        expect((await behind.json()) as readonly ScoreCard[]).toHaveLength(calls)
      }
    }
  })

  it('tells agents of their own calls', async () => {
    const { all, rows } = await report('group=agent', 'agent', 'agent-8')
    expect([all.calls, rows.map(({ key }) => key)]).toEqual([1, ['agent-8']])
  })

  it('is a table for a spreadsheet', async () => {
    const answer = await get(`/v1/quality/report?${PERIOD}&group=team&step=month&item=tone&format=csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect((await answer.text()).split('\r\n').slice(0, 2)).toEqual([
      'group,key,title,from,to,calls,score,failed,first_contact,first,open,repeated,unknown,duration_s,item_met,item_missed,item_not_applicable',
      'team,billing,billing,2026-11-21T00:00:00.000Z,2026-12-01T00:00:00.000Z,2,65,0,0,0,1,1,0,240,1,1,0',
    ])
  })
})

it('writes down who looked at a card', async () => {
  await get('/v1/quality/cards/a', 'supervisor')
  await until('it is in the audit log', async () =>
    (await app.store.audit.listAudit({ limit: 10 })).some(
      ({ action, about }) => action === 'GET /v1/quality/cards/:callId' && about === 'a',
    ),
  )
})

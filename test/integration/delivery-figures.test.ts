import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FiguresReport, OutcomeBehind } from '../../server/contracts/figures.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { figuresReport, outcomesBehind } from '../../server/delivery/http/figures-schemas.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { RULES } from '../helpers/filled-app.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { until } from '../helpers/until.ts'

describe('figures over HTTP, from what browsers report and people say', () => {
  let app: HttpApp
  let token: string
  beforeAll(async () => {
    app = await startHttpApp({ rules: () => RULES })
    token = await app.token('supervisor')
    await live()
    await app.figures.count()
  })
  afterAll(() => app.close())

  /** Maria is shown two prompts and paints one, her supervisor paints an alert; somebody calls each right or wrong. */
  async function live(): Promise<void> {
    const agent = await app.token('agent', 'maria')
    const call = new ConsoleCall(app, { callId: 'call-1', agentId: 'maria' })
    call.start({ startedAt: wallMs(Date.now()), attributes: { team: 'red' } })
    const readers = await Promise.all(
      [agent, token].map((each) => EventReader.open({ url: app.url, token: each })),
    )
    const [maria, boss] = readers
    const told = { title: 'Cancel', words: 'cancel', startMs: 0, createdAt: wallMs(Date.now()) }
    call.tell({ ...told, outcomeId: 'seen' })
    call.tell({ ...told, outcomeId: 'unseen' })
    call.tell({ ...told, outcomeId: 'alert', kind: 'alert' })
    const painted = (outcomeId: string) =>
      ({ type: 'painted', outcomeId, state: 'shown', paintedAt: wallMs(Date.now()) }) as const
    await boss?.next('outcome', 3)
    maria?.say(painted('seen'))
    // Over the agent's shoulder; and an alert, which is the supervisor's own.
    boss?.say(painted('unseen'))
    boss?.say(painted('alert'))
    const counted = async (result: string): Promise<number> =>
      app.metric('earshot_delivery_painted_total', { result })
    await until('paints are counted', async () => (await counted('counted')) === 2)
    expect(await counted('unknown')).toBe(1)
    await Promise.all([
      judge('seen', 'used', agent),
      judge('alert', 'wrong', token),
      ...readers.map((reader) => reader.close()),
    ])
    const paints = async (): Promise<number> => {
      const outcomes = (await app.store.getCall('call-1'))?.outcomes ?? []
      return outcomes.filter(({ latencyMs }) => latencyMs.paint !== undefined).length
    }
    await until('paints are kept', async () => (await paints()) === 2)
  }

  const judge = async (outcomeId: string, verdict: string, by: string): Promise<void> => {
    const path = `/v1/outcomes/${outcomeId}/feedback`
    expect((await app.send({ method: 'POST', path, body: { verdict }, token: by })).status).toBe(200)
  }

  const get = (path: string): Promise<Response> => {
    const now = Date.now()
    return app.get(`${path}${path.includes('?') ? '&' : '?'}from=${now}&to=${now}`, token)
  }

  it('are what happened, in the form that is documented', async () => {
    const answer: unknown = await (await get('/v1/figures')).json()
    figuresReport.strict().parse(answer)
    const { all, rules, points, places } = answer as FiguresReport
    expect(all).toMatchObject({ prompts: 2, seen: 1, usedOfSeen: 1, seenToUsed: 1, alerts: 1, alertsSeen: 1 })
    expect(all).toMatchObject({ used: 1, wrong: 1, wrongShare: 0.5 })
    expect(all.stages.paint.n).toBe(2)
    expect(points).toHaveLength(1)
    expect(rules[0]).toMatchObject({
      ruleId: 'cancel-risk',
      title: 'Customer wants to cancel',
      precision: 0.5,
    })
    expect(places).toEqual([{ site: null, team: 'red' }])
  })

  it('lead to the outcomes behind a rule', async () => {
    const answer: unknown = await (await get('/v1/figures/rules/cancel-risk?what=unseen')).json()
    outcomesBehind.parse(answer)
    expect((answer as readonly OutcomeBehind[]).map(({ outcomeId }) => outcomeId)).toEqual(['unseen'])
  })

  it('come as tables for a spreadsheet', async () => {
    const days = await get('/v1/figures?format=csv')
    expect(days.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(days.headers.get('content-disposition')).toBe('attachment; filename="figures-points.csv"')
    const [columns = '', line = ''] = (await days.text()).split('\r\n')
    expect(columns.split(',').slice(0, 7)).toEqual(
      'from,agent_hours,prompts,prompts_per_agent_hour,seen,used_of_seen,seen_to_used'.split(','),
    )
    expect(line.split(',')).toHaveLength(columns.split(',').length)
    expect(line.split(',').slice(4, 7)).toEqual(['1', '1', '1'])
    const rules = await (await get('/v1/figures?format=csv&table=rules')).text()
    expect(rules.split('\r\n')[1]).toMatch(
      /^cancel-risk,Customer wants to cancel,3,3,0,0,2,1,0,1,0\.5,0\.\d+,0\.\d+$/,
    )
  })

  it.each(['', '?from=x&to=1', '?from=0&to=1&step=year', '?from=5&to=1', '?from=0&to=99999999999999'])(
    'refuse a question that is none: %s',
    async (query) => {
      const answer = await app.get(`/v1/figures${query}`, token)
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'REQUEST_INVALID' }])
    },
  )
})

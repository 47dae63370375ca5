import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import type { Change, Issue } from '../../server/contracts/issue.ts'
import type { AffectedContact } from '../../server/contracts/issue-desk.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import * as deskForms from '../../server/delivery/http/issue-desk-schemas.ts'
import * as forms from '../../server/delivery/http/issue-schemas.ts'
import { startHttpApp, type HttpApp, type SentRequest } from '../helpers/http-app.ts'
import { buildIssue } from '../helpers/issue-builders.ts'
import { MemoryIssueDesk } from '../helpers/memory-issue-desk.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'

const KNOWN = buildIssue({
  issueId: 'known',
  quotes: [
    {
      contactId: 'call-1',
      channel: 'call',
      text: 'the page freezes',
      at: wallMs(STARTED_AT),
      callId: 'call-1',
      atMs: callMs(4200),
    },
  ],
})
const UNKNOWN = buildIssue({
  issueId: 'unknown',
  code: null,
  channel: 'app',
  active: false,
  openedAt: wallMs(STARTED_AT + 1000),
})
const CLOSED = buildIssue({ issueId: 'closed', state: 'closed', openedAt: wallMs(STARTED_AT + 2000) })

const HIT: readonly AffectedContact[] = [
  {
    contactId: '=cmd|calc',
    channel: 'web',
    step: 'payment',
    at: wallMs(STARTED_AT),
    callId: null,
    atMs: null,
    queue: 'billing, "north"',
  },
  {
    contactId: 'call-1',
    channel: 'call',
    step: null,
    at: wallMs(STARTED_AT - 1500),
    callId: 'call-1',
    atMs: callMs(4200),
    queue: null,
  },
]

describe('the API of issues', () => {
  let app: HttpApp
  let desk: MemoryIssueDesk
  beforeAll(async () => {
    desk = new MemoryIssueDesk({ issues: [KNOWN, UNKNOWN, CLOSED], affected: HIT })
    app = await startHttpApp({ issues: desk })
  })
  afterAll(async () => {
    await app.close()
    expect(app.logged()).not.toContain('"level":"error"')
  })

  const get = async (path: string, role: Role = 'digital', headers: Record<string, string> = {}) =>
    app.get(path, await app.token(role), headers)
  const read = async <T>(path: string, role?: Role): Promise<T> => (await (await get(path, role)).json()) as T
  const send = async (
    request: Omit<SentRequest, 'method'> & { method?: SentRequest['method'] },
    role: Role = 'digital',
  ) => {
    const answer = await app.send({ method: 'POST', ...request, token: await app.token(role) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const act = (id: string, action: object, revision?: number) =>
    send({
      path: `/v1/issues/${id}/actions`,
      body: { action, ...(revision === undefined ? {} : { revision }) },
    })

  describe('the list', () => {
    const ids = async (query: string) => (await read<Issue[]>(`/v1/issues${query}`)).map((one) => one.issueId)

    it('is in the documented form', async () => {
      const list = await read<Issue[]>('/v1/issues', 'supervisor')
      expect(deskForms.issues.parse(list)).toEqual(list)
      expect(list.map(({ issueId }) => issueId)).toEqual(['closed', 'unknown', 'known'])
    })

    it('hands the desk what is asked for', async () => {
      expect(await ids('?state=new,acknowledged')).toEqual(['unknown', 'known'])
      expect(await ids('?channel=app')).toEqual(['unknown'])
      expect(await ids('?active=false')).toEqual(['unknown'])
      expect(await ids(`?limit=1&before=${STARTED_AT + 2000}`)).toEqual(['unknown'])
      await ids('?state=new&code=web.payment&channel=web&active=true&before=9&limit=7')
      expect(desk.asked).toEqual({
        states: ['new'],
        code: 'web.payment',
        channel: 'web',
        active: true,
        before: 9,
        limit: 7,
      })
      await ids('')
      expect(desk.asked).toEqual({ limit: 50 })
    })

    it.each([
      ['/v1/issues?state=broken', 'query.state'],
      ['/v1/issues?state=', 'query.state'],
      ['/v1/issues?channel=fax', 'query.channel'],
      ['/v1/issues?active=perhaps', 'query.active'],
      ['/v1/issues?limit=501', 'query.limit'],
      ['/v1/issues?before=9e99', 'query.before'],
      ['/v1/issues?sate=new', 'sate'],
      ['/v1/issues/map?hours=169', 'query.hours'],
      ['/v1/issues/known/affected?format=pdf', 'query.format'],
      ['/v1/issues/known/affected?limit=5001', 'query.limit'],
      ['/v1/changes?since=yesterday', 'query.since'],
      [`/v1/issues/${'x'.repeat(129)}`, 'path.id'],
    ])('refuses %s by the name of the field', async (path, field) => {
      const answer = await get(path)
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { code: 'REQUEST_INVALID', message: expect.stringContaining(field) as string },
      ])
    })
  })

  it('gives one issue with its series', async () => {
    const detail = await read('/v1/issues/known', 'analyst')
    expect(deskForms.issueDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({ issue: { issueId: 'known' }, series: { seen: [1, 3] } })
  })

  it('gives the map and the code frame', async () => {
    const map = await read('/v1/issues/map?hours=2', 'supervisor')
    expect(deskForms.issueMap.parse(map)).toEqual(map)
    expect(map).toMatchObject({ since: STARTED_AT - 2 * 3_600_000 })
    expect(await read('/v1/codes')).toEqual(await desk.codes())
  })

  describe('actions', () => {
    it('change the issue in the name of whoever asks, and are counted', async () => {
      const { status, body } = await act('unknown', { type: 'own', owner: ' Kim ' }, 1)
      expect(status).toBe(200)
      expect(forms.issue.parse(body)).toEqual(body)
      expect(body).toMatchObject({ revision: 2, state: 'owned', owner: 'Kim', history: [{ by: 'digital' }] })
      expect(await app.metric('earshot_issue_actions_total', { action: 'own', result: 'done' })).toBe(1)
    })

    it('that were decided on an older copy are refused, and so are those that the state does not allow', async () => {
      expect(await act('unknown', { type: 'fixed' }, 1)).toMatchObject({
        status: 409,
        body: { code: 'ISSUE_CHANGED' },
      })
      expect(await act('unknown', { type: 'acknowledge' })).toMatchObject({
        status: 409,
        body: { code: 'ISSUE_ACTION_REFUSED', message: expect.stringContaining('owned') as string },
      })
      const refused = { action: 'acknowledge', result: 'ISSUE_ACTION_REFUSED' }
      expect(await app.metric('earshot_issue_actions_total', refused)).toBe(1)
    })

    it.each([
      [{}, 'body.action'],
      [{ action: { type: 'explode' } }, 'body.action.type'],
      [{ action: { type: 'close' } }, 'body.action.note'],
      [{ action: { type: 'close', note: '   ' } }, 'body.action.note'],
      [{ action: { type: 'advise', text: 'x'.repeat(501), fixExpectedAt: null } }, 'body.action.text'],
      [{ action: { type: 'advise', text: 'pay by phone' } }, 'body.action.fixExpectedAt'],
      [{ action: { type: 'silence', until: 8.65e15, note: 'night' } }, 'body.action.until'],
      [{ action: { type: 'fixed', nota: 'secret words' } }, 'nota'],
      [{ action: { type: 'fixed' }, revision: 1.5 }, 'body.revision'],
    ])('refuses %j by the name of the field, without its value', async (body, field) => {
      const answer = await send({ path: '/v1/issues/known/actions', body })
      expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } })
      expect(answer.body['message']).toContain(field)
      expect(answer.body['message']).not.toContain('secret words')
    })

    it('with a cookie must come from a page of ours', async () => {
      const cookie = `earshot_session=${await app.token('digital')}`
      const from = async (headers: Record<string, string>) => {
        const body = { action: { type: 'note', text: 'seen' } }
        const path = '/v1/issues/known/actions'
        return (await app.send({ method: 'POST', path, body, headers: { cookie, ...headers } })).status
      }
      expect(await from({ origin: app.url })).toBe(200)
      expect(await from({ origin: 'https://evil.example' })).toBe(403)
      expect(await from({})).toBe(403)
    })
  })

  describe('the customers to call back', () => {
    const LINES = [
      'contact,channel,step,at,call,call_ms,queue',
      `'=cmd|calc,web,payment,2026-11-22T09:00:00.000Z,,,"billing, ""north"""`,
      'call-1,call,,2026-11-22T08:59:58.500Z,call-1,4200,',
    ]

    it('come as JSON', async () => {
      const list = await read('/v1/issues/known/affected?limit=1')
      expect(deskForms.affected.parse(list)).toEqual([HIT[0]])
    })

    it.each([
      ['?format=csv', {}],
      ['', { accept: 'text/csv' }],
      ['', { accept: 'text/csv;q=0.9, */*;q=0.1' }],
    ] as const)('come as CSV for %j with %j, nothing in it a formula', async (query, headers) => {
      const answer = await get(`/v1/issues/known/affected${query}`, 'supervisor', headers)
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="affected-known.csv"')
      expect(answer.headers.get('vary')).toBe('Origin, Accept')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await answer.text()).toBe(LINES.map((line) => `${line}\r\n`).join(''))
    })

    it('come as JSON where the address says so, whatever is accepted', async () => {
      const answer = await get('/v1/issues/known/affected?format=json', 'digital', { accept: 'text/csv' })
      expect(await answer.json()).toEqual(HIT)
    })
  })

  describe('a code of an issue', () => {
    it('is drafted for one that none knows', async () => {
      const draft = await read('/v1/issues/unknown/code')
      expect(deskForms.codeDraft.parse(draft)).toEqual(draft)
      expect((await get('/v1/issues/known/code')).status).toBe(409)
    })

    const CODE = {
      id: 'a.b',
      file: 'codes/a.yaml',
      text: 'id: a',
      testFile: 'codes/a.test.yaml',
      testText: '',
    }
    const save = (change: object) => send({ path: '/v1/issues/unknown/code', body: { ...CODE, ...change } })

    it('is saved, or refused with its faults', async () => {
      expect(await save({})).toMatchObject({ status: 200, body: { id: 'a.b' } })
      expect(await read('/v1/codes')).toMatchObject([{ id: 'a.b' }])
      expect(await save({ text: 'what' })).toMatchObject({
        status: 422,
        body: { code: 'RULES_INVALID', faults: [{ line: 1, message: 'expected an id' }] },
      })
    })

    it.each([
      '../a.yaml',
      'codes/../../a.yaml',
      './a.yaml',
      '/etc/a.yaml',
      'codes/a.yml.exe',
      'a\\b.yaml',
      '',
    ])('cannot be written to %j', async (file) => {
      const answer = await save({ file })
      expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } })
      expect(answer.body['message']).toContain('body.file')
    })
  })

  it('keeps the settings, with who changed them', async () => {
    const settings = {
      codeFalseAlarmsPerWeek: 3.5,
      phraseFalseAlarmsPerWeek: 7,
      handlingSeconds: 420,
      costPerHour: { amount: 38, currency: 'EUR' },
    }
    const path = '/v1/issues/settings'
    expect(await send({ method: 'PUT', path, body: settings })).toMatchObject({ status: 200 })
    const report = await read(path, 'supervisor')
    expect(deskForms.settingsReport.parse(report)).toEqual(report)
    expect(report).toMatchObject({ settings, changedBy: 'digital' })
    const costPerHour = { amount: 38, currency: 'euros' }
    const refused = await send({ method: 'PUT', path, body: { ...settings, costPerHour } })
    expect(refused.body['message']).toContain('body.costPerHour.currency')
  })

  describe('changes', () => {
    const path = '/v1/changes'

    it('need no more than a kind and a title, from a token of role ingest', async () => {
      const { status, body } = await send({ path, body: { kind: 'deployment', title: 'Shop 4.2' } }, 'ingest')
      expect([status, body]).toMatchObject([200, { channel: null, title: 'Shop 4.2' }])
      expect(forms.change.parse(body)).toEqual(body)
      expect(body['changeId']).toMatch(/^[\da-f-]{36}$/)
      expect(await read<Change[]>(path, 'analyst')).toEqual([body])
    })

    it('of one id are one change', async () => {
      const at = Date.now() - 1000
      const body = { changeId: 'c1', kind: 'campaign', title: 'Sale', channel: 'email', at }
      expect((await send({ path, body })).body).toEqual(body)
      expect((await send({ path, body: { ...body, title: 'Sale again' } })).body).toEqual(body)
      expect(await read(`${path}?since=${at + 1}`)).not.toContainEqual(body)
      expect(await read(`${path}?since=${at}`)).toContainEqual(body)
    })
  })

  it('describes itself', async () => {
    interface Route {
      parameters?: { name: string }[]
      responses: Record<string, object>
    }
    const { paths } = await read<{ paths: Record<string, Record<string, Route>> }>('/openapi.json')
    const list = paths['/v1/issues']?.['get']
    expect(list?.parameters?.map(({ name }) => name).sort()).toEqual(
      ['active', 'before', 'channel', 'code', 'limit', 'state'].sort(),
    )
    expect(JSON.stringify(list?.responses['200'])).toContain('timesReopened')
    expect(JSON.stringify(paths['/v1/issues/{id}/actions']?.['post'])).toContain('withdraw-advice')
    expect(Object.keys(paths['/v1/subscriptions/{id}']?.['delete']?.responses ?? {})).toContain('204')
  })
})

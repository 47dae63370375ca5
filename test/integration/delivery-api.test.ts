import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import type { CallRecord, StoredCall } from '../../server/contracts/store.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { wallMs } from '../../server/contracts/time.ts'
import * as forms from '../../server/delivery/http/api-schemas.ts'
import * as rulesForms from '../../server/delivery/http/rules-schemas.ts'
import { startHttpApp, type HttpApp, type SentRequest } from '../helpers/http-app.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUtterance,
} from '../helpers/message-builders.ts'

const RULES = {
  hash: 'f00d',
  loadedAt: wallMs(STARTED_AT),
  rules: [
    {
      id: 'cancel-risk',
      version: 2,
      title: 'Customer wants to cancel',
      status: 'live',
      severity: 'high',
      priority: 70,
      kind: 'prompt',
      owner: 'retention',
      file: 'retention/cancel-risk.rule.yaml',
    },
  ],
  faults: [{ file: 'risk/bad.rule.yaml', line: 3, column: 7, message: 'expected a number' }],
} as const

/** Two ended calls, of agent 7 and of agent 8, and one without an agent, as the recorder stored them. */
function fill(app: HttpApp): void {
  const calls = [
    buildCall({ callId: 'of-7', agentId: 'agent-7' }),
    buildCall({ callId: 'of-8', agentId: 'agent-8', startedAt: wallMs(STARTED_AT + 1000) }),
    buildCall({ callId: 'of-nobody', agentId: null, startedAt: wallMs(STARTED_AT + 2000) }),
  ]
  for (const call of calls) {
    const { callId, agentId } = call
    app.bus.publish('transcript', buildStart(call))
    app.bus.publish('transcript', buildUtterance({ callId, text: `words of ${callId}` }))
    const base = { callId, agentId, createdAt: wallMs(call.startedAt + 500) }
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-prompt` }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-held`, state: 'held' }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-alert`, kind: 'alert' }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-issue`, kind: 'issue' }))
    app.bus.publish('transcript', buildEnd(callId))
  }
}

const ROLES: readonly Role[] = ['agent', 'supervisor', 'analyst', 'digital', 'admin', 'ingest']

describe('the HTTP API', () => {
  let app: HttpApp
  let tokens: Record<Role, string>
  beforeAll(async () => {
    app = await startHttpApp({ rules: () => RULES })
    fill(app)
    await mkdir(join(app.folder, 'samples'))
    await writeFile(
      join(app.folder, 'samples', 'calm.json'),
      JSON.stringify({ id: 'calm', title: 'Calm', description: 'A calm call.', durationMs: 61_000 }),
    )
    await writeFile(join(app.folder, 'samples', 'calm.wav'), 'RIFF and the rest')
    const issued = await Promise.all(ROLES.map(async (role) => [role, await app.token(role)]))
    tokens = Object.fromEntries(issued) as Record<Role, string>
  })
  afterAll(() => app.close())

  const json = async <T>(path: string, role: Role): Promise<T> =>
    (await (await app.get(path, tokens[role])).json()) as T

  /** Status by role in the order of ROLES, then without a token. */
  const MATRIX: Record<string, readonly number[]> = {
    //                        agent  sup. analyst digital admin ingest none
    '/v1/me': /*           */ [200, 200, 200, 200, 200, 200, 401],
    '/v1/calls': /*        */ [200, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-7': /*   */ [200, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-8': /*   */ [404, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-nobody': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-7/feedback': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-8/feedback': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-7/context': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-8/context': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-7/wrap-up': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/calls/of-8/wrap-up': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/knowledge?q=refund': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/knowledge/no-article': /**/ [404, 404, 404, 403, 404, 403, 401],
    '/v1/calls/no-call': /**/ [404, 404, 404, 403, 404, 403, 401],
    '/v1/outcomes': /*     */ [200, 200, 200, 200, 200, 403, 401],
    '/v1/rules': /*        */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/rules/figures': /**/ [403, 200, 200, 403, 200, 403, 401],
    '/v1/rules/no-rule': /**/ [403, 404, 404, 403, 404, 403, 401],
    '/v1/board': /*        */ [403, 200, 403, 403, 200, 403, 401],
    '/v1/cases': /*        */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/audit': /*        */ [403, 403, 403, 403, 200, 403, 401],
    '/v1/silences': /*     */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/demotions': /*    */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/issues': /*       */ [403, 200, 200, 200, 200, 403, 401],
    '/v1/issues/map': /*   */ [403, 200, 200, 200, 200, 403, 401],
    '/v1/issues/settings': /**/ [403, 200, 200, 200, 200, 403, 401],
    '/v1/issues/no-issue': /**/ [403, 404, 404, 404, 404, 403, 401],
    '/v1/issues/no-issue/affected': /**/ [403, 404, 404, 404, 404, 403, 401],
    '/v1/issues/no-issue/code': /**/ [403, 404, 404, 404, 404, 403, 401],
    '/v1/changes': /*      */ [403, 200, 200, 200, 200, 403, 401],
    '/v1/codes': /*        */ [403, 200, 200, 200, 200, 403, 401],
    '/v1/subscriptions': /**/ [403, 403, 403, 200, 200, 403, 401],
    '/v1/subscriptions/none/dead-letters': /**/ [403, 403, 403, 404, 404, 403, 401],
    '/v1/load': /*         */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/samples': /*      */ [200, 200, 200, 200, 200, 200, 401],
    '/v1/samples/calm.wav': /**/ [200, 200, 200, 200, 200, 200, 401],
    '/v1/samples/none.wav': /**/ [404, 404, 404, 404, 404, 404, 401],
    '/healthz': /*         */ [200, 200, 200, 200, 200, 200, 200],
    '/readyz': /*          */ [200, 200, 200, 200, 200, 200, 200],
    '/openapi.json': /*    */ [200, 200, 200, 200, 200, 200, 200],
    '/docs': /*            */ [200, 200, 200, 200, 200, 200, 200],
    '/v1/nothing': /*      */ [404, 404, 404, 404, 404, 404, 404],
  }

  it.each(Object.entries(MATRIX))('%s admits the right roles', async (path, expected) => {
    const answers = await Promise.all(
      [...ROLES, null].map((role) => app.get(path, role === null ? undefined : tokens[role])),
    )
    expect(answers.map((answer) => answer.status)).toEqual(expected)
    for (const answer of answers.filter(({ status }) => status >= 400)) {
      expect(forms.error.safeParse(await answer.json()).success).toBe(true)
    }
  })

  const DRAFT = { text: 'id: no-rule', testText: '' }
  const ACTION = { action: { type: 'acknowledge' } }
  const CODE = { id: 'a.b', file: 'codes/a.yaml', text: 'id: a', testFile: 'codes/a.test.yaml', testText: '' }
  const SETTINGS = {
    codeFalseAlarmsPerWeek: 2,
    phraseFalseAlarmsPerWeek: 1,
    handlingSeconds: 300,
    costPerHour: { amount: 40, currency: 'EUR' },
  }
  const NOTES = { reason: 'Price', summary: '', promises: [], dispositions: [] }
  const SUBSCRIPTION = {
    name: 'Shop team',
    target: { type: 'webhook', url: 'https://hooks.example/1', shape: 'slack' },
  }

  /** The same for what changes something; none has a right body for a rule that is there. */
  const WRITES: readonly (readonly [SentRequest['method'], string, unknown, readonly number[]])[] = [
    ['POST', '/v1/rules/check', { id: 'no-rule', ...DRAFT }, [403, 403, 200, 403, 200, 403, 401]],
    ['POST', '/v1/rules/backtest', { id: 'a', text: 'id: a' }, [403, 403, 200, 403, 200, 403, 401]],
    ['PUT', '/v1/rules/no-rule', { ...DRAFT, hash: 'f00d' }, [403, 403, 404, 403, 404, 403, 401]],
    [
      'POST',
      '/v1/rules/no-rule/status',
      { status: 'live', hash: 'f00d' },
      [403, 403, 404, 403, 404, 403, 401],
    ],
    ['POST', '/v1/cases/no-case/actions', { action: { type: 'own' } }, [403, 404, 403, 403, 404, 403, 401]],
    ['POST', '/v1/calls/no-call/whispers', { text: 'x' }, [403, 404, 403, 403, 404, 403, 401]],
    ['POST', '/v1/silences', { ruleId: 'a', until: 0, reason: 'x' }, [403, 400, 403, 403, 400, 403, 401]],
    ['DELETE', '/v1/silences/none', undefined, [403, 404, 403, 403, 404, 403, 401]],
    ['DELETE', '/v1/demotions/none', undefined, [403, 404, 404, 403, 404, 403, 401]],
    ['POST', '/v1/issues/no-issue/actions', ACTION, [403, 403, 403, 404, 404, 403, 401]],
    ['POST', '/v1/issues/no-issue/code', CODE, [403, 403, 403, 404, 404, 403, 401]],
    ['PUT', '/v1/issues/settings', SETTINGS, [403, 403, 403, 200, 200, 403, 401]],
    ['POST', '/v1/changes', { kind: 'deployment', title: 'Shop 4.2' }, [403, 403, 403, 200, 200, 200, 401]],
    ['POST', '/v1/subscriptions', SUBSCRIPTION, [403, 403, 403, 200, 200, 403, 401]],
    ['PUT', '/v1/subscriptions/none', SUBSCRIPTION, [403, 403, 403, 404, 404, 403, 401]],
    ['DELETE', '/v1/subscriptions/none', undefined, [403, 403, 403, 404, 404, 403, 401]],
    ['POST', '/v1/subscriptions/none/test', undefined, [403, 403, 403, 404, 404, 403, 401]],
    ['POST', '/v1/dead-letters/none/retry', undefined, [403, 403, 403, 404, 404, 403, 401]],
    ['POST', '/v1/calls/of-8/labels', { channel: 'web' }, [404, 200, 403, 403, 200, 403, 401]],
    ['PUT', '/v1/calls/of-8/wrap-up', NOTES, [404, 200, 403, 403, 200, 403, 401]],
    ['POST', '/v1/outcomes/of-8-prompt/feedback', { verdict: 'used' }, [404, 200, 200, 403, 200, 403, 401]],
  ]

  it.each(WRITES)('%s %s admits the right roles', async (method, path, body, expected) => {
    const answers = await Promise.all(
      [...ROLES, null].map((role) =>
        app.send({ method, path, body, token: role === null ? undefined : tokens[role] }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual(expected)
    for (const answer of answers.filter(({ status }) => status >= 400)) {
      expect(forms.error.safeParse(await answer.json()).success).toBe(true)
    }
  })

  it('names every route of the API in the matrix', () => {
    const { paths = {} } = app.server.swagger()
    const asked = Object.entries(paths)
      .filter(([path]) => path !== '/v1/events' && path !== '/metrics')
      .flatMap(([path, methods]) => Object.keys(methods as object).map((method) => ({ method, path })))
    const tried = [
      ...Object.keys(MATRIX).map((path) => ({ method: 'get', path: path.replace(/\?.*/, '') })),
      ...WRITES.map(([method, path]) => ({ method: method.toLowerCase(), path })),
    ]
    const covered = (route: { method: string; path: string }): boolean => {
      const form = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)
      return tried.some(({ method, path }) => method === route.method && form.test(path))
    }
    expect(asked.length).toBeGreaterThanOrEqual(15)
    expect(asked.filter((route) => !covered(route))).toEqual([])
  })

  it('tells a wrong token from none', async () => {
    expect(await (await app.get('/v1/me', 'wrong')).json()).toMatchObject({ code: 'TOKEN_INVALID' })
    expect(await (await app.get('/v1/me')).json()).toMatchObject({ code: 'TOKEN_MISSING' })
    const basic = await app.get('/v1/me', undefined, { authorization: 'Basic dXNlcjpwYXNz' })
    expect(await basic.json()).toMatchObject({ code: 'TOKEN_MISSING' })
  })

  it('takes no token from the address', async () => {
    expect((await app.get(`/v1/me?token=${tokens.admin}`)).status).toBe(401)
  })

  it('says who asks', async () => {
    expect(await json('/v1/me', 'agent')).toEqual({ subject: 'agent-7', role: 'agent', agentId: 'agent-7' })
    expect(await json('/v1/me', 'admin')).toEqual({ subject: 'admin', role: 'admin', agentId: null })
  })

  describe('calls', () => {
    const ids = (calls: StoredCall[]): string[] => calls.map(({ call }) => call.callId)

    it('are listed newest first; agents get their own', async () => {
      expect(ids(await json('/v1/calls', 'analyst'))).toEqual(['of-nobody', 'of-8', 'of-7'])
      expect(ids(await json('/v1/calls', 'agent'))).toEqual(['of-7'])
    })

    it('are paged', async () => {
      const first = await json<StoredCall[]>('/v1/calls?limit=2', 'admin')
      expect(ids(first)).toEqual(['of-nobody', 'of-8'])
      const before = first.at(-1)?.call.startedAt ?? 0
      expect(ids(await json(`/v1/calls?limit=2&before=${String(before)}`, 'admin'))).toEqual(['of-7'])
    })

    it('come with their words, and with the outcomes that the role may see', async () => {
      const whole = await json<CallRecord>('/v1/calls/of-7', 'supervisor')
      expect(forms.callRecord.parse(whole)).toEqual(whole)
      expect(whole.utterances.map(({ text }) => text)).toEqual(['words of of-7'])
      expect(whole.outcomes).toHaveLength(4)
      const own = await json<CallRecord>('/v1/calls/of-7', 'agent')
      expect(own.outcomes.map(({ outcomeId }) => outcomeId)).toEqual(['of-7-prompt'])
    })

    it('may have ids of 128 characters', async () => {
      expect((await app.get(`/v1/calls/${'x'.repeat(128)}`, tokens.admin)).status).toBe(404)
      expect((await app.get(`/v1/calls/${'x'.repeat(129)}`, tokens.admin)).status).toBe(400)
    })
  })

  describe('outcomes', () => {
    const list = async (query: string, role: Role): Promise<string[]> =>
      (await json<Outcome[]>(`/v1/outcomes${query}`, role)).map(({ outcomeId }) => outcomeId).sort()

    it('are what the role may see', async () => {
      expect(await list('', 'supervisor')).toHaveLength(12)
      expect(await list('', 'agent')).toEqual(['of-7-prompt'])
      expect(await list('', 'digital')).toEqual(['of-7-issue', 'of-8-issue', 'of-nobody-issue'])
    })

    it('are filtered by call and kind', async () => {
      expect(await list('?callId=of-8&kind=alert', 'admin')).toEqual(['of-8-alert'])
      expect(await list('?callId=of-8', 'agent')).toEqual([])
      expect(await list('?kind=alert', 'agent')).toEqual([])
      expect(await list('?kind=prompt', 'digital')).toEqual([])
    })

    it('fill a page past what may not be shown', async () => {
      app.bus.publish('transcript', buildStart(buildCall({ callId: 'of-9', agentId: 'agent-9' })))
      for (let n = 0; n < 12; n += 1) {
        const createdAt = wallMs(STARTED_AT + 10_000 + n)
        const state = n % 4 === 0 ? 'shown' : 'held'
        const base = { callId: 'of-9', agentId: 'agent-9', createdAt, state } as const
        app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `of-9-${String(n)}` }))
      }
      const token = await app.token('agent', 'agent-9')
      const page = (await (await app.get('/v1/outcomes?limit=2', token)).json()) as Outcome[]
      expect(page.map(({ outcomeId }) => outcomeId)).toEqual(['of-9-8', 'of-9-4'])
    })
  })

  describe('feedback', () => {
    const say = (outcomeId: string, verdict: string, role: Role): Promise<Response> =>
      app.send({
        method: 'POST',
        path: `/v1/outcomes/${outcomeId}/feedback`,
        body: { verdict },
        token: tokens[role],
      })

    it('of an agent on an own prompt is kept; the last word counts', async () => {
      expect((await say('of-7-prompt', 'used', 'agent')).status).toBe(200)
      const answer = await say('of-7-prompt', 'wrong', 'agent')
      const said = await answer.json()
      expect(rulesForms.feedback.parse(said)).toEqual(said)
      expect(said).toMatchObject({ outcomeId: 'of-7-prompt', rule: 'cancel-risk@2', by: 'agent-7' })
      expect((await say('of-7-prompt', 'not-now', 'supervisor')).status).toBe(200)
      const kept = await app.store.rules.listFeedback('of-7')
      expect(kept.map(({ by, role, verdict }) => [by, role, verdict])).toEqual([
        ['agent-7', 'agent', 'wrong'],
        ['supervisor', 'supervisor', 'not-now'],
      ])
      const labels = { rule: 'cancel-risk', verdict: 'used' }
      expect(await app.metric('earshot_rules_feedback_total', labels)).toBeGreaterThanOrEqual(1)
    })

    it('of an agent on what the agent may not see is not found', async () => {
      for (const outcomeId of ['of-8-prompt', 'of-7-alert', 'of-7-held', 'nothing']) {
        expect((await say(outcomeId, 'wrong', 'agent')).status).toBe(404)
      }
    })

    it('is one of the verdicts', async () => {
      const answer = await say('of-7-prompt', 'great', 'agent')
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { code: 'REQUEST_INVALID', message: expect.stringContaining('body.verdict') as string },
      ])
    })

    it('with a cookie must come from a page of ours', async () => {
      const path = '/v1/outcomes/of-7-prompt/feedback'
      const cookie = `earshot_session=${tokens.agent}`
      const from = (origin: Record<string, string>): Promise<Response> =>
        app.send({ method: 'POST', path, body: { verdict: 'used' }, headers: { cookie, ...origin } })
      expect((await from({ origin: app.url })).status).toBe(200)
      const foreign = await from({ origin: 'http://127.0.0.1:1' })
      expect([foreign.status, await foreign.json()]).toMatchObject([403, { code: 'ORIGIN_REFUSED' }])
      expect((await from({})).status).toBe(403)
    })
  })

  it('takes a body of JSON and nothing else', async () => {
    const path = '/v1/rules/check'
    const send = (type: string, body: string): Promise<Response> =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, authorization: `Bearer ${tokens.admin}` },
      })
    for (const answer of [
      await send('application/json', '{'),
      await send('text/plain', 'id: a'),
      await send('application/json', '{"id":"a","text":"","testText":"","more":1}'),
    ]) {
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'REQUEST_INVALID' }])
    }
  })

  it('gives the rules and the faults of their files', async () => {
    const rules = await json('/v1/rules', 'analyst')
    expect(forms.rulesState.parse(rules)).toEqual(RULES)
  })

  it('gives the samples, without the names of files', async () => {
    expect(await json('/v1/samples', 'agent')).toEqual([
      {
        id: 'calm',
        title: 'Calm',
        description: 'A calm call.',
        durationMs: 61_000,
        url: '/v1/samples/calm.wav',
      },
    ])
    const wav = await app.get('/v1/samples/calm.wav', tokens.agent)
    expect(wav.headers.get('content-type')).toMatch(/^audio\//)
    expect(await wav.text()).toBe('RIFF and the rest')
    const part = await app.get('/v1/samples/calm.wav', tokens.agent, { range: 'bytes=0-3' })
    expect([part.status, await part.text()]).toEqual([206, 'RIFF'])
  })

  it.each([
    ['/v1/calls?limit=0', 'query.limit'],
    ['/v1/calls?limit=501', 'query.limit'],
    ['/v1/calls?limit=many', 'query.limit'],
    ['/v1/calls?limit=2&limit=3', 'query.limit'],
    ['/v1/calls?before=-1', 'query.before'],
    ['/v1/calls?lmit=5', 'lmit'],
    ['/v1/outcomes?kind=gossip', 'query.kind'],
    ['/v1/outcomes?callId=', 'query.callId'],
  ])('refuses %s by the name of the field', async (path, field) => {
    const answer = await app.get(path, tokens.admin)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(field) as string,
      retryable: false,
    })
  })

  it('never lets an answer be kept', async () => {
    expect((await app.get('/v1/calls', tokens.admin)).headers.get('cache-control')).toBe('no-store')
  })

  it('describes itself', async () => {
    const { openapi, paths } = (await (await app.get('/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, { get: { parameters?: { name: string }[]; responses: Record<string, object> } }>
    }
    expect(openapi).toBe('3.1.0')
    expect(paths['/v1/calls']?.get.parameters?.map(({ name }) => name)).toEqual(['limit', 'before'])
    expect(Object.keys(paths['/v1/calls/{callId}']?.get.responses ?? {})).toContain('404')
    expect(JSON.stringify(paths['/v1/calls/{callId}'])).toContain('utterances')
  })
})

describe('an error inside', () => {
  it('is answered without a word of it, and logged without content', async () => {
    const app = await startHttpApp({
      rules: () => {
        throw new TypeError('the customer said 4539')
      },
    })
    try {
      const answer = await app.get('/v1/rules', await app.token('admin'))
      expect(answer.status).toBe(500)
      expect(await answer.json()).toEqual({
        type: 'error',
        code: 'INTERNAL',
        message: 'Something failed inside the server.',
        retryable: true,
      })
      expect(app.logged()).toContain('"route":"/v1/rules"')
      expect(app.logged()).toContain('TypeError')
      expect(app.logged()).not.toContain('4539')
      expect(await app.metric('earshot_delivery_http_errors_total', { code: 'INTERNAL' })).toBe(1)
    } finally {
      await app.close()
    }
  })

  it('of the store is said to be the store', async () => {
    const app = await startHttpApp()
    await app.store.close()
    try {
      const answer = await app.get('/v1/calls', await app.token('admin'))
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { code: 'STORE_FAILED', retryable: true },
      ])
    } finally {
      await app.close()
    }
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import type { CallRecord, StoredCall } from '../../server/contracts/store.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { wallMs } from '../../server/contracts/time.ts'
import * as forms from '../../server/delivery/http/api-schemas.ts'
import * as rulesForms from '../../server/delivery/http/rules-schemas.ts'
import { RULES, startFilledApp, type FilledApp } from '../helpers/filled-app.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { STARTED_AT, buildCall, buildOutcome, buildStart } from '../helpers/message-builders.ts'

describe('the HTTP API', () => {
  let app: HttpApp
  let tokens: FilledApp['tokens']
  beforeAll(async () => {
    ;({ app, tokens } = await startFilledApp())
  })
  afterAll(() => app.close())

  const json = async <T>(path: string, role: Role): Promise<T> =>
    (await (await app.get(path, tokens[role])).json()) as T

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
    const nobody = { agentId: null, scope: null }
    const agent = { subject: 'agent-7', role: 'agent', agentId: 'agent-7' }
    expect(await json('/v1/me', 'agent')).toEqual({ ...nobody, ...agent })
    expect(await json('/v1/me', 'admin')).toEqual({ ...nobody, subject: 'admin', role: 'admin' })
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

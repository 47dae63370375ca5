import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../server/contracts/access.ts'
import * as forms from '../../server/delivery/http/api-schemas.ts'
import { startFilledApp, type FilledApp } from '../helpers/filled-app.ts'
import type { HttpApp, SentRequest } from '../helpers/http-app.ts'

describe('who may do what over HTTP', () => {
  let app: HttpApp
  let tokens: FilledApp['tokens']
  let scoped: FilledApp['scoped']
  beforeAll(async () => {
    ;({ app, tokens, scoped } = await startFilledApp())
  })
  afterAll(() => app.close())

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
    '/v1/calls/of-8/rules': /**/ [403, 200, 200, 403, 200, 403, 401],
    '/v1/calls/no-call/rules': /**/ [403, 404, 404, 403, 404, 403, 401],
    '/v1/calls/of-8/rules/no-rule/explain': /**/ [403, 404, 404, 403, 404, 403, 401],
    '/v1/knowledge?q=refund': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/knowledge/no-article': /**/ [404, 404, 404, 403, 404, 403, 401],
    '/v1/calls/no-call': /**/ [404, 404, 404, 403, 404, 403, 401],
    '/v1/outcomes': /*     */ [200, 200, 200, 200, 200, 403, 401],
    '/v1/quality/report?from=0&to=1000': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/quality/cards?from=0&to=1000': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/quality/cards/of-7': /**/ [200, 200, 200, 403, 200, 403, 401],
    '/v1/quality/cards/of-8': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/quality/cards/of-nobody': /**/ [404, 200, 200, 403, 200, 403, 401],
    '/v1/quality/cards/no-call': /**/ [404, 404, 404, 403, 404, 403, 401],
    '/v1/rules': /*        */ [403, 200, 200, 403, 200, 403, 401],
    '/v1/rules/figures': /**/ [403, 200, 200, 403, 200, 403, 401],
    '/v1/rules/no-rule': /**/ [403, 404, 404, 403, 404, 403, 401],
    '/v1/figures?from=0&to=1': /**/ [403, 200, 200, 403, 200, 403, 401],
    '/v1/figures/rules/no-rule?from=0&to=1': /**/ [403, 200, 200, 403, 200, 403, 401],
    '/v1/board': /*        */ [403, 200, 403, 403, 200, 403, 401],
    '/v1/floor': /*        */ [403, 200, 200, 403, 200, 403, 401],
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

  /**
   * Of supervisors of the team billing, the team sales and the site Berlin, where it is not what a supervisor of the
   * whole organisation gets: `of-7` is a call of billing in Berlin, `of-8` one of sales in Leeds.
   */
  const SCOPED: Record<string, readonly number[]> = {
    //                         billing sales Berlin
    '/v1/calls/of-7': /*             */ [200, 404, 200],
    '/v1/calls/of-8': /*             */ [404, 200, 404],
    '/v1/calls/of-nobody': /*        */ [404, 404, 404],
    '/v1/calls/of-7/feedback': /*    */ [200, 404, 200],
    '/v1/calls/of-8/feedback': /*    */ [404, 200, 404],
    '/v1/calls/of-7/context': /*     */ [200, 404, 200],
    '/v1/calls/of-8/context': /*     */ [404, 200, 404],
    '/v1/calls/of-7/wrap-up': /*     */ [200, 404, 200],
    '/v1/calls/of-8/wrap-up': /*     */ [404, 200, 404],
    '/v1/calls/of-8/rules': /*       */ [404, 200, 404],
    '/v1/quality/cards/of-7': /*     */ [200, 404, 200],
    '/v1/quality/cards/of-8': /*     */ [404, 200, 404],
    '/v1/quality/cards/of-nobody': /**/ [404, 404, 404],
    'POST /v1/silences': /*          */ [403, 403, 403],
    'DELETE /v1/demotions/none': /*  */ [403, 403, 403],
    'POST /v1/calls/of-8/labels': /* */ [404, 200, 404],
    'PUT /v1/calls/of-8/wrap-up': /* */ [404, 200, 404],
    'POST /v1/outcomes/of-8-prompt/feedback': [404, 200, 404],
  }

  it('names supervisors of parts of the floor for routes of the matrix alone', () => {
    const known = [...Object.keys(MATRIX), ...WRITES.map(([method, path]) => `${method} ${path}`)]
    expect(Object.keys(SCOPED).filter((route) => !known.includes(route))).toEqual([])
  })

  /** A token of each role, none, and those of the scoped supervisors. */
  function everybody(): readonly (string | undefined)[] {
    return [...ROLES.map((role) => tokens[role]), undefined, ...Object.values(scoped)]
  }

  /** What the scoped supervisors are answered, given what each role is. */
  function scopedOf(route: string, ofRoles: readonly number[]): readonly number[] {
    const ofSupervisor = ofRoles[ROLES.indexOf('supervisor')] ?? 0
    return SCOPED[route] ?? Object.keys(scoped).map(() => ofSupervisor)
  }

  it.each(Object.entries(MATRIX))('%s admits the right roles', async (path, expected) => {
    const answers = await Promise.all(everybody().map((token) => app.get(path, token)))
    expect(answers.map((answer) => answer.status)).toEqual([...expected, ...scopedOf(path, expected)])
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
    const answers = await Promise.all(everybody().map((token) => app.send({ method, path, body, token })))
    const route = `${method} ${path}`
    expect(answers.map((answer) => answer.status)).toEqual([...expected, ...scopedOf(route, expected)])
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
})

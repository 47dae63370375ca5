import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReadinessCheck } from '../../server/contracts/health.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'

describe('health', () => {
  let app: HttpApp
  let reason: string | null
  const checks: ReadinessCheck[] = [
    { name: 'recogniser', check: async () => reason },
    { name: 'store', check: async () => null },
  ]
  beforeEach(async () => {
    reason = null
    app = await startHttpApp({ readiness: checks })
  })
  afterEach(() => app.close())

  it('is well while the process runs', async () => {
    reason = 'no worker is up'
    const answer = await app.get('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }])
  })

  it('is ready when every check says so', async () => {
    const answer = await app.get('/readyz')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        ready: true,
        checks: [
          { name: 'recogniser', ready: true, reason: null },
          { name: 'store', ready: true, reason: null },
        ],
      },
    ])
  })

  it('names what is loaded', async () => {
    const loaded = [{ name: 'recogniser', check: async () => null, loaded: () => ['english', 'korean'] }]
    const other = await startHttpApp({ readiness: loaded })
    const { checks: told } = (await (await other.get('/readyz')).json()) as { checks: unknown }
    await other.close()
    expect(told).toEqual([{ name: 'recogniser', ready: true, reason: null, loaded: ['english', 'korean'] }])
  })

  it('says what is missing otherwise', async () => {
    reason = 'no worker is up'
    const answer = await app.get('/readyz')
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      {
        ready: false,
        checks: [{ name: 'recogniser', ready: false, reason: 'no worker is up' }, { ready: true }],
      },
    ])
  })

  it('is not ready when a check fails or does not answer', async () => {
    checks.push(
      { name: 'broken', check: () => Promise.reject(new Error('secret detail')) },
      { name: 'stuck', check: () => new Promise(() => undefined) },
    )
    const answer = await app.get('/readyz')
    const body = await answer.text()
    checks.length = 2
    expect(answer.status).toBe(503)
    expect(body).toContain('"name":"broken","ready":false,"reason":"the check itself failed"')
    expect(body).toContain('"name":"stuck","ready":false,"reason":"did not answer within 2 s"')
    expect(body).not.toContain('secret')
  })

  describe('metrics', () => {
    it('are open to this machine', async () => {
      const answer = await app.get('/metrics')
      expect(answer.headers.get('content-type')).toContain('text/plain')
      expect(await answer.text()).toContain('earshot_delivery_live_calls 0')
    })

    it.each([
      ['supervisor', 200],
      ['admin', 200],
      ['agent', 403],
      ['analyst', 403],
      ['digital', 403],
      ['ingest', 403],
    ] as const)('from elsewhere, as through a proxy, need a role: %s %d', async (role, status) => {
      const headers = { 'x-forwarded-for': '203.0.113.9' }
      expect((await app.get('/metrics', await app.token(role), headers)).status).toBe(status)
      expect((await app.get('/metrics', undefined, headers)).status).toBe(401)
    })
  })
})

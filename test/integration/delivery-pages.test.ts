import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../server/contracts/access.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'

const FILES: Record<string, string> = {
  'index.html': '<h1>Earshot</h1>',
  'agent.html': '<h1>Agent</h1>',
  'supervisor.html': '<h1>Supervisor</h1>',
  'digital.html': '<h1>Digital</h1>',
  'figures.html': '<h1>Figures</h1>',
  'softphone.html': '<h1>Softphone</h1>',
  'signin.html': '<h1>Sign in</h1>',
  'earshot-agent-panel.js': 'export {}',
  'assets/agent-Bx12.js': 'export {}',
}

async function buildConsole(folder: string): Promise<void> {
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, 'dist', name), content)
}

describe('pages', () => {
  let app: HttpApp
  beforeAll(async () => {
    app = await startHttpApp({ allowedOrigins: ['https://crm.example'] })
    await buildConsole(app.folder)
  })
  afterAll(() => app.close())

  const withCookie = async (path: string, token: string, headers: Record<string, string> = {}) =>
    app.get(path, undefined, { ...headers, cookie: `earshot_session=${token}` })

  it.each([
    ['agent', '/agent'],
    ['supervisor', '/supervisor'],
    ['analyst', '/supervisor'],
    ['admin', '/supervisor'],
    ['digital', '/digital'],
  ] as const)('sign-in takes role %s to %s, with a cookie that scripts cannot read', async (role, home) => {
    const token = await app.token(role)
    const answer = await app.get(`/signin?token=${token}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, home])
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`earshot_session=${token}`)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Expires=']) expect(cookie).toContain(part)
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await withCookie(home, token)).status).toBe(200)
  })

  it.each([
    ['without a token', null, 401],
    ['with a wrong token', 'wrong', 401],
    ['with a token of ingest', 'ingest', 403],
  ] as const)('sign-in refuses %s with a page and no cookie', async (_name, given, status) => {
    const token = given === 'ingest' ? await app.token('ingest') : given
    const answer = await app.get(token === null ? '/signin' : `/signin?token=${token}`)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.text()).toBe('<h1>Sign in</h1>')
  })

  it.each(['GET', 'POST'])('sign-out by %s takes the cookie away', async (method) => {
    const answer = await fetch(`${app.url}/signout`, {
      method,
      redirect: 'manual',
      ...(method === 'POST' ? { body: new URLSearchParams() } : {}),
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/signin'])
    expect(answer.headers.get('set-cookie')).toContain('earshot_session=;')
  })

  const PAGES: Record<string, readonly Role[]> = {
    '/': ['agent', 'supervisor', 'analyst', 'digital', 'admin'],
    '/agent': ['agent'],
    '/supervisor': ['supervisor', 'analyst', 'admin'],
    '/digital': ['supervisor', 'analyst', 'digital', 'admin'],
    '/figures': ['supervisor', 'analyst', 'admin'],
    '/softphone': ['agent', 'supervisor', 'admin'],
  }

  it.each(Object.entries(PAGES))('%s is for %s only', async (path, roles) => {
    for (const role of ROLES) {
      const answer = await withCookie(path, await app.token(role))
      expect([role, answer.status]).toEqual([role, roles.includes(role) ? 200 : 403])
      expect((await answer.text()).includes('Sign in')).toBe(!roles.includes(role))
    }
    expect((await app.get(path)).status).toBe(401)
  })

  it('pages are asked for anew each time, and are framed only by whom the operator named', async () => {
    const { headers } = await withCookie('/agent', await app.token('agent'))
    expect(headers.get('cache-control')).toBe('private, no-cache')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self' ws: wss:")
    expect(policy).toContain("frame-ancestors 'self' https://crm.example")
  })

  it('files with a hash in their name are kept for good, the embedded panel is not', async () => {
    const asset = await app.get('/assets/agent-Bx12.js')
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    const panel = await app.get('/earshot-agent-panel.js')
    expect([panel.status, panel.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(panel.headers.get('access-control-allow-origin')).toBe('*')
    expect(panel.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    const again = await app.server.inject({
      url: '/earshot-agent-panel.js',
      headers: { 'if-none-match': panel.headers.get('etag') ?? '' },
    })
    expect(again.statusCode).toBe(304)
  })

  it.each([
    '/agent.html',
    '/signin.html',
    '/assets/none.js',
    '/%2e%2e/store.sqlite',
    '/../store.sqlite',
    '/.env',
  ])('does not serve %s as a file', async (path) => {
    const answer = await app.get(path, await app.token('agent'))
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'NOT_FOUND' }])
  })

  describe('for pages of other origins', () => {
    it('an allowed one may read answers, with its preflight', async () => {
      const headers = { origin: 'https://crm.example' }
      const preflight = await fetch(`${app.url}/v1/me`, {
        method: 'OPTIONS',
        headers: { ...headers, 'access-control-request-headers': 'authorization' },
      })
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
      const answer = await app.get('/v1/me', await app.token('agent'), headers)
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://crm.example')
      expect(answer.headers.get('vary')).toContain('Origin')
    })

    it('any other may not', async () => {
      const headers = { origin: 'https://evil.example' }
      const answer = await app.get('/v1/me', await app.token('agent'), headers)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      const preflight = await fetch(`${app.url}/v1/me`, { method: 'OPTIONS', headers })
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    })
  })
})

describe('without a built console and samples', () => {
  it('pages say that it is not built, and the rest works', async () => {
    const app = await startHttpApp()
    try {
      const token = await app.token('agent')
      const page = await app.get('/agent', token)
      expect([page.status, await page.json()]).toMatchObject([
        404,
        { message: expect.stringContaining('not built') as string },
      ])
      expect(await (await app.get('/agent')).text()).toContain('Open your sign-in link again.')
      expect(await (await app.get('/v1/samples', token)).json()).toEqual([])
    } finally {
      await app.close()
    }
  })

  it('an allowed origin that is none is refused by name', async () => {
    await expect(startHttpApp({ allowedOrigins: ['crm.example'] })).rejects.toThrow(
      '"crm.example" is not a web origin',
    )
  })
})

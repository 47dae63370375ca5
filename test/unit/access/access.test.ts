import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createAccess, type Access } from '../../../server/access/access.ts'
import { ROLES } from '../../../server/contracts/access.ts'
import { AppError } from '../../../server/contracts/errors.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const HOUR_MS = 3_600_000

function setUp() {
  const secret = randomBytes(32)
  const clock = new ManualClock(Date.UTC(2030, 0, 1))
  const sign = (
    claims: Record<string, unknown>,
    options: { alg?: string; iss?: string; key?: Uint8Array } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: options.alg ?? 'HS256' })
      .setIssuer(options.iss ?? 'earshot')
      .sign(options.key ?? secret)
  const exp = Math.floor((clock.now() + HOUR_MS) / 1000)
  return { clock, exp, secret, sign, open: () => createAccess({ secret, clock }) }
}

const BERLIN = { teams: [], sites: ['berlin'] }

function scopeOf(teams: number, letters: number) {
  const names = Array.from({ length: teams }, (_, index) => String(index).padEnd(letters, 'x'))
  return { teams: names, sites: [] }
}

async function refusal(access: Access, token: string | undefined): Promise<AppError> {
  const thrown: unknown = await access.verify(token).catch((error: unknown) => error)
  if (!(thrown instanceof AppError)) throw new Error('expected the token to be refused')
  return thrown
}

describe('issueToken', () => {
  it.each(ROLES)('makes a token for role %s that verify accepts', async (role) => {
    const { open, clock } = setUp()
    const access = await open()
    const agentId = role === 'agent' ? 'a7' : undefined

    const principal = await access.verify(await access.issueToken({ role, agentId, ttlMs: HOUR_MS }))

    expect(principal).toEqual({
      role,
      subject: agentId ?? role,
      agentId: agentId ?? null,
      expiresAt: clock.now() + HOUR_MS,
    })
  })

  it('takes a subject of its own', async () => {
    const access = await setUp().open()
    const token = await access.issueToken({ role: 'supervisor', subject: 'maria', ttlMs: HOUR_MS })
    expect((await access.verify(token)).subject).toBe('maria')
  })

  it.each([
    ['teams', { teams: ['billing', 'retention'], sites: [] }],
    ['sites', BERLIN],
    ['both', { teams: ['billing'], sites: ['berlin', 'leeds'] }],
    ['as many as there may be', { teams: scopeOf(32, 60).teams, sites: [] }],
  ])('takes a supervisor of %s', async (_name, scope) => {
    const access = await setUp().open()
    const token = await access.issueToken({ role: 'supervisor', scope, ttlMs: HOUR_MS })
    expect((await access.verify(token)).scope).toEqual(scope)
  })

  it('names a team once', async () => {
    const access = await setUp().open()
    const scope = { teams: ['billing', 'billing'], sites: [] }
    const token = await access.issueToken({ role: 'supervisor', scope, ttlMs: HOUR_MS })
    expect((await access.verify(token)).scope).toEqual({ teams: ['billing'], sites: [] })
  })

  it.each([
    ['an agent without an id', { role: 'agent', ttlMs: HOUR_MS }],
    ['an agent with an empty id', { role: 'agent', agentId: '', ttlMs: HOUR_MS }],
    ['a supervisor with an agent id', { role: 'supervisor', agentId: 'a7', ttlMs: HOUR_MS }],
    ['an analyst of a team', { role: 'analyst', scope: { teams: ['billing'], sites: [] }, ttlMs: HOUR_MS }],
    ['an agent with a site', { role: 'agent', agentId: 'a7', scope: BERLIN, ttlMs: HOUR_MS }],
    ['a supervisor of nothing', { role: 'supervisor', scope: { teams: [], sites: [] }, ttlMs: HOUR_MS }],
    ['a team without a name', { role: 'supervisor', scope: { teams: [''], sites: [] }, ttlMs: HOUR_MS }],
    ['a team with a long name', { role: 'supervisor', scope: scopeOf(1, 129), ttlMs: HOUR_MS }],
    ['more than 32 teams', { role: 'supervisor', scope: scopeOf(33, 10), ttlMs: HOUR_MS }],
    ['teams that no token holds', { role: 'supervisor', scope: scopeOf(32, 128), ttlMs: HOUR_MS }],
    ['no time', { role: 'admin', ttlMs: 0 }],
    ['a time that is not a number', { role: 'admin', ttlMs: Number.NaN }],
  ] as const)('refuses %s', async (_name, request) => {
    const access = await setUp().open()
    await expect(access.issueToken(request)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

describe('verify', () => {
  it('tells a missing token from an invalid one', async () => {
    const access = await setUp().open()
    expect((await refusal(access, undefined)).code).toBe('TOKEN_MISSING')
    expect((await refusal(access, '')).code).toBe('TOKEN_MISSING')
    expect((await refusal(access, 'not.a.token')).code).toBe('TOKEN_INVALID')
  })

  it('tells an expired token from an invalid one', async () => {
    const { open, clock } = setUp()
    const access = await open()
    const token = await access.issueToken({ role: 'admin', ttlMs: HOUR_MS })
    clock.advance(HOUR_MS - 1)
    await expect(access.verify(token)).resolves.toMatchObject({ role: 'admin' })
    clock.advance(1)
    expect((await refusal(access, token)).code).toBe('TOKEN_EXPIRED')
  })

  it('does not tell expiry to somebody with another secret', async () => {
    const { open, sign } = setUp()
    const forged = await sign({ sub: 'x', role: 'admin', exp: 1 }, { key: randomBytes(32) })
    expect((await refusal(await open(), forged)).code).toBe('TOKEN_INVALID')
  })

  it.each([
    ['without exp', { sub: 'x', role: 'admin' }, {}],
    ['of an unknown role', { sub: 'x', role: 'root', exp: 0 }, {}],
    ['without a role', { sub: 'x', exp: 0 }, {}],
    ['without a subject', { role: 'admin', exp: 0 }, {}],
    ['of an agent without an id', { sub: 'x', role: 'agent', exp: 0 }, {}],
    ['of a supervisor with an agent id', { sub: 'x', role: 'supervisor', agent: 'a7', exp: 0 }, {}],
    ['of an admin with a team', { sub: 'x', role: 'admin', teams: ['billing'], exp: 0 }, {}],
    ['of an ingest with a site', { sub: 'x', role: 'ingest', sites: ['berlin'], exp: 0 }, {}],
    ['of a supervisor with no teams', { sub: 'x', role: 'supervisor', teams: [], exp: 0 }, {}],
    ['of a supervisor whose team is none', { sub: 'x', role: 'supervisor', teams: 'billing', exp: 0 }, {}],
    ['of another issuer', { sub: 'x', role: 'admin', exp: 0 }, { iss: 'elsewhere' }],
    ['with another algorithm', { sub: 'x', role: 'admin', exp: 0 }, { alg: 'HS512', key: randomBytes(64) }],
  ])('refuses a token %s', async (_name, claims, options) => {
    const { open, sign, exp } = setUp()
    const token = await sign('exp' in claims ? { ...claims, exp } : claims, options)
    expect((await refusal(await open(), token)).code).toBe('TOKEN_INVALID')
  })

  it('refuses an unsigned token', async () => {
    const { open, exp } = setUp()
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { iss: 'earshot', sub: 'x', role: 'admin', exp }
    const unsigned = `${part({ alg: 'none' })}.${part(claims)}.`
    expect((await refusal(await open(), unsigned)).code).toBe('TOKEN_INVALID')
  })

  it('refuses a token that was changed, and says nothing of it', async () => {
    const access = await setUp().open()
    const token = await access.issueToken({ role: 'agent', agentId: 'a7', ttlMs: HOUR_MS })
    const [header, , signature] = token.split('.')
    const claims = Buffer.from(JSON.stringify({ iss: 'earshot', role: 'admin', sub: 'x', exp: 1e10 }))
    const error = await refusal(access, `${header}.${claims.toString('base64url')}.${signature}`)
    expect(error).toMatchObject({ code: 'TOKEN_INVALID', detail: null })
    expect(error.cause).toBeUndefined()
  })

  it('does not work through a token of absurd length', async () => {
    expect((await refusal(await setUp().open(), 'x'.repeat(100_000))).code).toBe('TOKEN_INVALID')
  })
})

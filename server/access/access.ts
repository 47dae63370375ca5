import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import {
  ROLES,
  type AccessScope,
  type Authenticator,
  type Principal,
  type Role,
} from '../contracts/access.ts'
import { AppError } from '../contracts/errors.ts'
import { wallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { SECRET_BYTES, readOrCreateSecret } from './secret-file.ts'

const ISSUER = 'earshot'
const ALGORITHM = 'HS256'
/** Most are under 300; nothing longer is worth the work of checking. */
const LONGEST_TOKEN = 4096
/** Browsers keep no cookie of more than 4,096 bytes, name and all, and the session's is the token. */
const LONGEST_ISSUED = 3800
/** Teams of one supervisor, and sites. */
const LONGEST_SCOPE = 32

/** Exactly one of the two secrets. */
export type AccessOptions = { readonly clock: Clock } & (
  { readonly secretPath: string } | { readonly secret: Uint8Array }
)

export interface TokenRequest {
  readonly role: Role
  /** Required for role `agent`, refused for every other. */
  readonly agentId?: string | undefined
  /** Role `supervisor` only: of these teams and sites, at least one of them. Absent: of the whole organisation. */
  readonly scope?: AccessScope | undefined
  /** Who it is; by default the agent's id, else the role. */
  readonly subject?: string | undefined
  /** For how long the token is good; rounded up to a whole second. */
  readonly ttlMs: number
}

export interface Access extends Authenticator {
  /**
   * @throws AppError `REQUEST_INVALID` when the role does not go together with an agent or a scope, when the scope is
   *   empty or too long, or when the time is not positive.
   */
  issueToken(request: TokenRequest): Promise<string>
}

const id = z.string().min(1).max(128)
/** An empty list is no list: whoever leaves it out is of the whole organisation, and that is to be meant. */
const ids = z.array(id).min(1).max(LONGEST_SCOPE)

const claimsSchema = z
  .object({
    sub: z.string().min(1).max(256),
    role: z.enum(ROLES),
    agent: id.optional(),
    teams: ids.optional(),
    sites: ids.optional(),
    exp: z.number().int().positive(),
  })
  .refine((claims) => (claims.role === 'agent') === (claims.agent !== undefined))
  .refine((claims) => claims.role === 'supervisor' || (claims.teams ?? claims.sites) === undefined)

/**
 * Makes and checks tokens: JWT (RFC 7519), HS256, signed with one secret of this installation.
 * @throws AppError `SECRET_UNUSABLE`
 */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const secret = 'secret' in options ? options.secret : await readOrCreateSecret(options.secretPath)
  if (secret.length < SECRET_BYTES) {
    throw new AppError(
      'SECRET_UNUSABLE',
      `It has ${secret.length} bytes; at least ${SECRET_BYTES} are needed.`,
    )
  }
  return {
    issueToken: async (request) => issueToken({ request, secret, clock: options.clock }),
    verify: async (token) => verify({ token, secret, clock: options.clock }),
  }
}

async function issueToken(input: {
  request: TokenRequest
  secret: Uint8Array
  clock: Clock
}): Promise<string> {
  const { role, ttlMs, ...request } = input.request
  const agent = role === 'agent' ? id.safeParse(request.agentId).data : undefined
  if (role === 'agent' && agent === undefined) {
    throw new AppError('REQUEST_INVALID', 'A token of role agent needs an agent id of 1 to 128 characters.')
  }
  if (role !== 'agent' && request.agentId !== undefined) {
    throw new AppError('REQUEST_INVALID', `A token of role ${role} cannot name an agent.`)
  }
  const scope = scopeClaims(role, request.scope)
  if (!(ttlMs > 0) || !Number.isFinite(ttlMs)) {
    throw new AppError('REQUEST_INVALID', 'A token must be good for more than 0 milliseconds.')
  }
  const now = input.clock.now()
  const token = await new SignJWT({ role, ...(agent === undefined ? {} : { agent }), ...scope })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setSubject(request.subject ?? agent ?? role)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.ceil((now + ttlMs) / 1000))
    .sign(input.secret)
  if (token.length > LONGEST_ISSUED)
    throw new AppError('REQUEST_INVALID', 'The teams and sites are too many.')
  return token
}

function scopeClaims(role: Role, scope: AccessScope | undefined): { teams?: string[]; sites?: string[] } {
  if (scope === undefined) return {}
  if (role !== 'supervisor') {
    throw new AppError('REQUEST_INVALID', `A token of role ${role} cannot name teams or sites.`)
  }
  const teams = [...new Set(scope.teams)]
  const sites = [...new Set(scope.sites)]
  const isGood = (list: readonly string[]): boolean => list.length === 0 || ids.safeParse(list).success
  if (teams.length + sites.length === 0 || !isGood(teams) || !isGood(sites)) {
    const expected = `at least one team or site and at most ${LONGEST_SCOPE} of each, of 1 to 128 characters`
    throw new AppError('REQUEST_INVALID', `A token with a scope needs ${expected}.`)
  }
  return { ...(teams.length === 0 ? {} : { teams }), ...(sites.length === 0 ? {} : { sites }) }
}

async function verify(input: {
  token: string | undefined
  secret: Uint8Array
  clock: Clock
}): Promise<Principal> {
  const { token } = input
  if (token === undefined || token === '') throw new AppError('TOKEN_MISSING')
  if (token.length > LONGEST_TOKEN) throw new AppError('TOKEN_INVALID')
  const claims = claimsSchema.safeParse(await readPayload({ ...input, token }))
  // No word about which part is wrong: it would help only somebody who is making tokens up.
  if (!claims.success) throw new AppError('TOKEN_INVALID')
  const { sub, role, agent, teams, sites, exp } = claims.data
  const scope =
    teams === undefined && sites === undefined ? undefined : { teams: teams ?? [], sites: sites ?? [] }
  return {
    subject: sub,
    role,
    agentId: agent ?? null,
    ...(scope === undefined ? {} : { scope }),
    expiresAt: wallMs(exp * 1000),
  }
}

async function readPayload(input: { token: string; secret: Uint8Array; clock: Clock }): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(input.token, input.secret, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      requiredClaims: ['exp', 'sub', 'role'],
      currentDate: new Date(input.clock.now()),
    })
    return payload
  } catch (thrown) {
    // The cause is left out: its text may quote the token. Expiry is only looked at under a good signature.
    throw new AppError(thrown instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID')
  }
}

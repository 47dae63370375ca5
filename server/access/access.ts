import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import { ROLES, type Authenticator, type Principal, type Role } from '../contracts/access.ts'
import { AppError } from '../contracts/errors.ts'
import { wallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { SECRET_BYTES, readOrCreateSecret } from './secret-file.ts'

const ISSUER = 'earshot'
const ALGORITHM = 'HS256'
/** Ours are under 300; nothing longer is worth the work of checking. */
const LONGEST_TOKEN = 4096

/** Exactly one of the two secrets. */
export type AccessOptions = { readonly clock: Clock } & (
  { readonly secretPath: string } | { readonly secret: Uint8Array }
)

export interface TokenRequest {
  readonly role: Role
  /** Required for role `agent`, refused for every other. */
  readonly agentId?: string | undefined
  /** Who it is; by default the agent's id, else the role. */
  readonly subject?: string | undefined
  /** For how long the token is good; rounded up to a whole second. */
  readonly ttlMs: number
}

export interface Access extends Authenticator {
  /** @throws AppError `REQUEST_INVALID` when role and agent do not go together or the time is not positive. */
  issueToken(request: TokenRequest): Promise<string>
}

const agentId = z.string().min(1).max(128)

const claimsSchema = z
  .object({
    sub: z.string().min(1).max(256),
    role: z.enum(ROLES),
    agent: agentId.optional(),
    exp: z.number().int().positive(),
  })
  .refine((claims) => (claims.role === 'agent') === (claims.agent !== undefined))

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
  const agent = role === 'agent' ? agentId.safeParse(request.agentId).data : undefined
  if (role === 'agent' && agent === undefined) {
    throw new AppError('REQUEST_INVALID', 'A token of role agent needs an agent id of 1 to 128 characters.')
  }
  if (role !== 'agent' && request.agentId !== undefined) {
    throw new AppError('REQUEST_INVALID', `A token of role ${role} cannot name an agent.`)
  }
  if (!(ttlMs > 0) || !Number.isFinite(ttlMs)) {
    throw new AppError('REQUEST_INVALID', 'A token must be good for more than 0 milliseconds.')
  }
  const now = input.clock.now()
  return new SignJWT({ role, ...(agent === undefined ? {} : { agent }) })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setSubject(request.subject ?? agent ?? role)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.ceil((now + ttlMs) / 1000))
    .sign(input.secret)
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
  return {
    subject: claims.data.sub,
    role: claims.data.role,
    agentId: claims.data.agent ?? null,
    expiresAt: wallMs(claims.data.exp * 1000),
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

import type {} from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import type { Authenticator, Principal, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'

const SESSION_COOKIE = 'earshot_session'
const BEARER = /^Bearer +(\S+)$/i

/**
 * Who sends a request: by its header, else by the cookie of a page of ours. A cookie comes along whoever's page sends
 * the request, so with one that changes something it must be a page of this very host.
 * @throws AppError `ORIGIN_REFUSED`, `FORBIDDEN`, or as `Authenticator.verify`.
 */
export async function whoSends(
  request: FastifyRequest,
  { authenticator, roles }: { readonly authenticator: Authenticator; readonly roles: readonly Role[] },
): Promise<Principal> {
  const { authorization, origin, host } = request.headers
  const token =
    authorization === undefined ? request.cookies[SESSION_COOKIE] : BEARER.exec(authorization)?.[1]
  const byCookie = authorization === undefined && token !== undefined
  const isOwnPage = origin !== undefined && URL.parse(origin)?.host === host
  if (byCookie && request.method !== 'GET' && !isOwnPage) throw new AppError('ORIGIN_REFUSED')
  const principal = await authenticator.verify(token)
  if (!roles.includes(principal.role)) throw new AppError('FORBIDDEN')
  return principal
}

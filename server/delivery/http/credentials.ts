import type {} from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

export const SESSION_COOKIE = 'earshot_session'

/** A token and how it came. Only a cookie comes without the page's doing, so only it needs an origin check. */
export interface Credential {
  readonly token: string | undefined
  readonly from: 'header' | 'query' | 'cookie'
}

const BEARER = /^Bearer +(\S+)$/i

const queryToken = z.object({ token: z.string() })

/**
 * The token of a request: the header (RFC 6750 section 2.1) first, then `?token=` where the endpoint allows
 * it, then the session cookie.
 */
export function credentialOf(request: FastifyRequest, options: { readonly allowQuery: boolean }): Credential {
  const { authorization } = request.headers
  if (authorization !== undefined) return { token: BEARER.exec(authorization)?.[1], from: 'header' }
  if (options.allowQuery) {
    const query = queryToken.safeParse(request.query)
    if (query.success) return { token: query.data.token, from: 'query' }
  }
  return { token: request.cookies[SESSION_COOKIE], from: 'cookie' }
}

import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticator, Principal } from '../../contracts/access.ts'
import { AppError, errorMessage, retryAfterSeconds } from '../../contracts/errors.ts'
import { authoriseStreaming } from '../authorise.ts'

const SESSION_COOKIE = 'earshot_session'

interface Credential {
  readonly token: string | undefined
  readonly from: 'header' | 'query' | 'cookie' | 'none'
}

/** The token of an upgrade request: header, then query, then the cookie that browsers send by themselves. */
export function findCredential(request: {
  readonly url: string
  readonly headers: IncomingHttpHeaders
}): Credential {
  const header = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (header !== undefined) return { token: header, from: 'header' }
  const query = new URL(request.url, 'http://any').searchParams.get('token')
  if (query !== null) return { token: query, from: 'query' }
  const cookie = findCookie(request.headers.cookie ?? '')
  if (cookie !== undefined) return { token: cookie, from: 'cookie' }
  return { token: undefined, from: 'none' }
}

/**
 * Judges who may upgrade. A cookie goes along with whatever page opens the socket, and sockets know no
 * same-origin rule, so it counts only from a page of this very host (RFC 6455 section 10.2).
 * @throws AppError `ORIGIN_REFUSED`, `FORBIDDEN`, or as `Authenticator.verify`.
 */
export async function authenticateUpgrade(options: {
  readonly request: FastifyRequest
  readonly authenticator: Authenticator
}): Promise<Principal> {
  const { request, authenticator } = options
  const { token, from } = findCredential(request)
  if (from === 'cookie' && !isSameOrigin(request.headers)) throw new AppError('ORIGIN_REFUSED')
  const principal = await authenticator.verify(token)
  authoriseStreaming(principal)
  return principal
}

/** Answers an upgrade request with the error instead; the socket is not opened. */
export function refuseUpgrade(reply: FastifyReply, error: AppError): FastifyReply {
  if (error.entry.httpStatus === 401) void reply.header('www-authenticate', 'Bearer')
  const retryAfter = retryAfterSeconds(error)
  if (retryAfter !== null) void reply.header('retry-after', retryAfter)
  return reply.code(error.entry.httpStatus).send(errorMessage(error))
}

function findCookie(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === SESSION_COOKIE) return value?.trim()
  }
  return undefined
}

function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host.toLowerCase()
}

import type { onRequestAsyncHookHandler } from 'fastify'
import { AppError } from '../../contracts/errors.ts'
import { credentialOf } from './credentials.ts'
import type { Origins } from './origins.ts'

/**
 * A hook for routes that change something: a cookie comes along whoever's page sends the request, so with one
 * it must be a page of ours or of an allowed origin. A token that the sender brings itself may come from anywhere.
 */
export function requireOwnPage(origins: Origins): onRequestAsyncHookHandler {
  return async (request) => {
    const { from, token } = credentialOf(request, { allowQuery: false })
    if (from === 'cookie' && token !== undefined && !origins.isTrusted(request)) {
      throw new AppError('ORIGIN_REFUSED')
    }
  }
}

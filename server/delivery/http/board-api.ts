import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authenticator } from '../../contracts/access.ts'
import { describeRoute } from './api-route.ts'
import { requireRole } from './require-role.ts'

export interface BoardApiOptions {
  readonly authenticator: Authenticator
  /** Where the telephone system lets somebody listen in, with `{callId}` and `{agentId}`; null: nowhere. */
  readonly listenUrl: string | null
  /** Where it lets somebody join the call; likewise. */
  readonly bargeUrl: string | null
}

const link = z
  .string()
  .nullable()
  .describe('With `{callId}` and `{agentId}` to be filled in; null: there is no such place.')

export const boardSettings = z.object({ listenUrl: link, bargeUrl: link })

/** What the supervisors' board needs to know of the site. */
export function addBoardApi(
  server: FastifyInstance,
  { authenticator, listenUrl, bargeUrl }: BoardApiOptions,
): void {
  const schema = describeRoute({
    summary: 'Where calls can be listened to and joined, for those who may act on them',
    tag: 'alerts',
    answer: boardSettings,
  })
  const onRequest = requireRole(authenticator, ['supervisor', 'admin'])
  server.get('/v1/board', { schema, onRequest }, async () => ({ listenUrl, bargeUrl }))
}

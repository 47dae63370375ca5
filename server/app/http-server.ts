import cookie from '@fastify/cookie'
import websocket from '@fastify/websocket'
import { fastify, LogController, type FastifyInstance } from 'fastify'
import { MAX_FRAME_BYTES, websocketOptions } from '../ingest/websocket-options.ts'

/**
 * The one HTTP server that rooms register their routes on. Requests are not logged here: their addresses
 * may carry tokens.
 */
export async function createHttpServer(): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: MAX_FRAME_BYTES,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  await server.register(cookie)
  await server.register(websocket, websocketOptions)
  return server
}

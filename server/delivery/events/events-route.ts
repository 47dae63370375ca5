import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Principal } from '../../contracts/access.ts'
import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { describeRoute } from '../http/api-route.ts'
import { credentialOf } from '../http/credentials.ts'
import type { Origins } from '../http/origins.ts'
import { parseRequest } from '../http/parse-request.ts'
import type { DeliveryLimits } from '../limits.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import type { EventHub, ReaderRequest } from './event-hub.ts'
import { parseEventPosition, type EventPosition } from './event-position.ts'
import { ReaderInbox } from './reader-inbox.ts'
import { SseTransport } from './sse-transport.ts'
import { WsTransport, type ReaderSocket } from './ws-transport.ts'

export interface EventsRouteOptions {
  readonly hub: EventHub
  readonly authenticator: Authenticator
  readonly origins: Origins
  readonly clock: Clock
  readonly limits: DeliveryLimits
  readonly metrics: DeliveryMetrics
}

/** What was found out before the upgrade: who reads what from where, or why not. */
type Admission = { readonly request: Omit<ReaderRequest, 'transport'> } | { readonly refusal: AppError }

const ADMISSION = 'admission'

const query = z.object({
  after: z.string().optional().describe('EPOCH:SEQ of the last event received; resumes after it.'),
  callId: z.string().min(1).max(128).optional().describe('Only this call, with its words.'),
  token: z.string().optional().describe('For clients that can send neither header nor cookie.'),
})

/** `/v1/events`: a WebSocket where the request is an upgrade, server-sent events otherwise. */
export function addEventsRoute(server: FastifyInstance, options: EventsRouteOptions): void {
  server.decorateRequest(ADMISSION, null)
  server.route({
    method: 'GET',
    url: '/v1/events',
    // A HEAD request would hold the stream open.
    exposeHeadRoute: false,
    schema: describeRoute({
      summary: 'Live events',
      description: 'WebSocket or server-sent events; `Last-Event-ID` resumes the latter.',
      tag: 'events',
      query,
    }),
    onRequest: async (request) => {
      request.setDecorator<Admission>(ADMISSION, await admit(request, options))
    },
    handler: (request, reply) => readSse({ request, reply, options }),
    wsHandler: (socket, request) => readWs({ socket, request, options }),
  })
}

async function admit(request: FastifyRequest, options: EventsRouteOptions): Promise<Admission> {
  try {
    const credential = credentialOf(request, { allowQuery: true })
    const principal: Principal = await options.authenticator.verify(credential.token)
    // Any page can open a socket to any host, and the browser adds the cookie: only ours may (RFC 6455 10.2).
    if (request.ws && credential.from === 'cookie' && !options.origins.isTrusted(request)) {
      throw new AppError('ORIGIN_REFUSED')
    }
    const asked = parseRequest({ schema: query, value: request.query, place: 'query' })
    const onlyCallId: CallId | null = asked.callId ?? null
    return { request: { principal, onlyCallId, after: positionOf(request, asked.after) } }
  } catch (thrown) {
    return { refusal: asAppError(thrown) }
  }
}

/** A browser that reconnects repeats its first address and adds the header, which is newer. */
function positionOf(request: FastifyRequest, after: string | undefined): EventPosition | null {
  const lastEventId = request.headers['last-event-id']
  if (typeof lastEventId === 'string' && lastEventId !== '') return parseEventPosition(lastEventId)
  return after === undefined ? null : parseEventPosition(after)
}

function readWs(input: { socket: ReaderSocket; request: FastifyRequest; options: EventsRouteOptions }): void {
  const { socket, options } = input
  const { hub, clock, metrics, limits } = options
  const transport = new WsTransport(socket)
  try {
    // A browser learns nothing of an upgrade that is refused, but it sees a close code.
    const request = admittedOf(input.request)
    const attachment = hub.attach({ ...request, transport })
    const inbox = new ReaderInbox({
      reader: attachment.reader,
      clock,
      metrics,
      messagesPerSecond: limits.messagesPerSecond,
    })
    socket.on('message', (data, isBinary) => inbox.take(toBuffer(data), isBinary))
    socket.on('close', () => attachment.detach())
  } catch (thrown) {
    const error = asAppError(thrown)
    metrics.readersRefused.inc({ code: error.code })
    transport.close(error)
  }
}

async function readSse(input: {
  request: FastifyRequest
  reply: FastifyReply
  options: EventsRouteOptions
}): Promise<void> {
  const { reply, options } = input
  const { hub, metrics } = options
  const response = reply.raw
  const transport = new SseTransport({ response, epoch: hub.epoch })
  try {
    const request = admittedOf(input.request)
    hub.admit(request.principal)
    reply.hijack()
    // Whoever is gone is let go by `close`; without a listener the failed write would end the process.
    response.on('error', () => undefined)
    response.writeHead(200, { ...responseHeaders(reply), ...STREAM_HEADERS })
    const attachment = hub.attach({ ...request, transport })
    response.on('close', () => attachment.detach())
  } catch (thrown) {
    const error = asAppError(thrown)
    metrics.readersRefused.inc({ code: error.code })
    throw error
  }
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Tells proxies of the nginx kind not to collect the stream before passing it on.
  'x-accel-buffering': 'no',
}

function responseHeaders(reply: FastifyReply): Record<string, number | string | string[]> {
  const headers = Object.entries(reply.getHeaders())
  return Object.fromEntries(headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function admittedOf(request: FastifyRequest): Omit<ReaderRequest, 'transport'> {
  const admission = request.getDecorator<Admission>(ADMISSION)
  if ('refusal' in admission) throw admission.refusal
  return admission.request
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('INTERNAL', null, { cause: normaliseError(thrown) })
}

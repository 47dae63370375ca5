import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Principal } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import { wallMs } from '../../contracts/time.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { Session } from '../session.ts'
import type { DoorOptions } from './door-options.ts'
import { TwilioAdapter, type TrackMap } from './twilio-adapter.ts'
import { isSignedByTwilio } from './twilio-signature.ts'
import { authenticateUpgrade, findCredential, refuseUpgrade } from './upgrade-auth.ts'
import { WebSocketConnection, toBuffer } from './web-socket-connection.ts'

const PATH = '/v1/streams/twilio'

/** Close codes of a socket that was closed on purpose; any other means that it was lost. */
const CLOSED_IN_GOOD_ORDER: readonly number[] = [1000, 1001, 1005]

/**
 * Sockets that may be open before anybody knows whose they are, for the moment until their start. Each may
 * hold a frame of a mebibyte, so whoever has no token must not be able to open them without end.
 */
const MAX_STRANGERS = 256
/** By then each of them has told who it is, or has been closed. */
const STRANGERS_RETRY_MS = 10_000

export interface TwilioSettings {
  /** The account's auth token, with which Twilio signs its requests; null: signatures are not checked. */
  readonly authToken: string | null
  /** Where Twilio reaches this server, for example `wss://voice.example.com`; null: what `Host` says. */
  readonly publicUrl: string | null
  readonly trackMap: TrackMap
}

interface TwilioDoorOptions extends DoorOptions {
  readonly twilio: TwilioSettings
}

/** Twilio Media Streams, one way (`proto/twilio/v1`): nothing is ever sent to the stream. */
export function registerTwilioDoor(fastify: FastifyInstance, door: TwilioDoorOptions): void {
  const principals = new WeakMap<object, Principal>()

  fastify.get(
    PATH,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        try {
          if (door.isDraining()) throw new AppError('SHUTTING_DOWN')
          const principal = await identify(request, door)
          if (principal !== null) principals.set(request.raw, principal)
        } catch (thrown) {
          return refuseUpgrade(reply, door.refused('twilio', normaliseError(thrown)))
        }
      },
    },
    (socket, request) => {
      const session = door.openSession({
        source: 'twilio',
        principal: principals.get(request.raw) ?? null,
        connection: new WebSocketConnection({ socket, encode: () => null, onUnread: () => undefined }),
      })
      const adapter = new TwilioAdapter({
        trackMap: door.twilio.trackMap,
        onDropped: (reason) => door.metrics.dropped('twilio', reason),
        onReordered: () => door.metrics.reordered('twilio'),
      })
      socket.on('message', (data, isBinary) => {
        if (isBinary) door.metrics.dropped('twilio', 'not_text')
        else receive({ session, adapter, text: toBuffer(data).toString('utf8'), heardAt: door.clock.now() })
      })
      socket.on('error', (error) => door.socketFailed('twilio', error))
      // A bare close counts as a stop. A socket that was lost may be replaced by a new one of the same call.
      socket.on('close', (code) => {
        for (const message of adapter.flush()) session.receive(message)
        if (CLOSED_IN_GOOD_ORDER.includes(code)) session.finished()
        else session.dropped()
      })
    },
  )
}

/**
 * Who opens the stream, as far as the request tells; null when its start must.
 * @throws AppError `TOKEN_INVALID` for a wrong signature, `OVERLOADED` when too many have yet to tell, or as `authenticateUpgrade`.
 */
async function identify(request: FastifyRequest, door: TwilioDoorOptions): Promise<Principal | null> {
  const { authToken, publicUrl } = door.twilio
  const signature = request.headers['x-twilio-signature']
  if (authToken !== null && typeof signature === 'string') {
    const host = request.headers.host ?? ''
    if (isSignedByTwilio({ authToken, signature, publicUrl, host, path: request.url })) return TWILIO
    throw new AppError('TOKEN_INVALID', 'X-Twilio-Signature: expected the signature of this address.')
  }
  const { from } = findCredential(request)
  if (from === 'none') {
    if (door.strangers() >= MAX_STRANGERS)
      throw new AppError('OVERLOADED', null, { retryAfterMs: STRANGERS_RETRY_MS })
    return null
  }
  return authenticateUpgrade({ request, authenticator: door.authenticator })
}

/** A request that Twilio signed: it may bring audio of any call. */
const TWILIO: Principal = { subject: 'twilio', role: 'ingest', agentId: null, expiresAt: wallMs(Infinity) }

function receive(options: {
  readonly session: Session
  readonly adapter: TwilioAdapter
  readonly text: string
  readonly heardAt: number
}): void {
  const { session, adapter, text, heardAt } = options
  try {
    for (const message of adapter.read(text, wallMs(heardAt))) session.receive(message)
  } catch (thrown) {
    session.unreadable(
      thrown instanceof AppError ? thrown : new AppError('INTERNAL', null, { cause: thrown }),
    )
  }
}

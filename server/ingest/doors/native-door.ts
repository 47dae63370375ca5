import type { FastifyInstance } from 'fastify'
import type { Principal } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import { wallMs } from '../../contracts/time.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { decodeText } from '../decode-message.ts'
import type { ClientMessage } from '../message.ts'
import type { DoorOptions } from './door-options.ts'
import { authenticateUpgrade, refuseUpgrade } from './upgrade-auth.ts'
import { WebSocketConnection, toBuffer } from './web-socket-connection.ts'

const PATH = '/v1/streams/native'

/** The project's own protocol: JSON text frames for control, binary frames for audio (`proto/ws/v1`). */
export function registerNativeDoor(fastify: FastifyInstance, door: DoorOptions): void {
  const principals = new WeakMap<object, Principal>()

  fastify.get(
    PATH,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        try {
          if (door.isDraining()) throw new AppError('SHUTTING_DOWN')
          principals.set(
            request.raw,
            await authenticateUpgrade({ request, authenticator: door.authenticator }),
          )
        } catch (thrown) {
          return refuseUpgrade(reply, door.refused('native', normaliseError(thrown)))
        }
      },
    },
    (socket, request) => {
      const session = door.openSession({
        source: 'native',
        principal: principals.get(request.raw) ?? null,
        connection: new WebSocketConnection({
          socket,
          encode: (message) => JSON.stringify(message),
          onUnread: () => door.metrics.dropped('native', 'slow_reader'),
        }),
      })
      socket.on('message', (data, isBinary) => {
        const bytes = toBuffer(data)
        if (isBinary) {
          session.receive({ type: 'audio', bytes, heardAt: wallMs(door.clock.now()) })
          return
        }
        const message = readControl(bytes)
        if (message instanceof AppError) session.unreadable(message)
        else session.receive(message)
      })
      socket.on('ping', () => session.sawActivity())
      socket.on('error', (error) => door.socketFailed('native', error))
      socket.on('close', () => session.dropped())
    },
  )
}

function readControl(bytes: Buffer): ClientMessage | AppError {
  try {
    return decodeText(bytes.toString('utf8'))
  } catch (thrown) {
    return thrown instanceof AppError ? thrown : new AppError('INTERNAL', null, { cause: thrown })
  }
}

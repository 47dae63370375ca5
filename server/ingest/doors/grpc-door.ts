import { fileURLToPath } from 'node:url'
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js'
import { loadSync, type AnyDefinition, type ServiceDefinition } from '@grpc/proto-loader'
import type { Principal } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { authoriseStreaming } from '../authorise.ts'
import type { Session } from '../session.ts'
import type { DoorOptions } from './door-options.ts'
import { GrpcConnection, endCall } from './grpc-connection.ts'
import { decodeRequest } from './grpc-message.ts'

const PROTO_FILE = fileURLToPath(new URL('../../../proto/ingest/v1/ingest.proto', import.meta.url))
const SERVICE = 'earshot.ingest.v1.IngestService'

/** 1 MiB of audio and the bytes around it. */
const MAX_MESSAGE_BYTES = 1024 * 1024 + 1024
/** Pings that find a client which vanished without a word. */
const KEEPALIVE_MS = 20_000
/** How long after its end a call may still turn out to have been cancelled. */
const CANCEL_SETTLES_MS = 20

type StreamCall = ServerDuplexStream<object, object>

export interface GrpcDoor {
  /** Binds and serves; resolves to the port, which is a free one when 0 was asked for. */
  start(address: { readonly host: string; readonly port: number }): Promise<{ port: number }>
  /** Lets running calls end until the deadline, then cuts them off. */
  stop(deadlineMs: number): Promise<void>
}

/** The gRPC door: the messages of the native protocol as a bidirectional stream (`proto/ingest/v1`). */
export function createGrpcDoor(door: DoorOptions): GrpcDoor {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_MS,
  })
  server.addService(loadService(), {
    Stream: (call: StreamCall) => {
      void serve(call, door)
    },
  })
  let started = false
  return {
    async start({ host, port }) {
      const bound = await new Promise<number>((resolve, reject) => {
        const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
        server.bindAsync(address, ServerCredentials.createInsecure(), (error, actual) =>
          error === null ? resolve(actual) : reject(error),
        )
      })
      started = true
      return { port: bound }
    },
    async stop(deadlineMs) {
      if (started) await shutDown({ server, clock: door.clock, deadlineMs })
    },
  }
}

function loadService(): ServiceDefinition {
  const definition = loadSync(PROTO_FILE, { longs: Number, enums: String, arrays: true, oneofs: false })[
    SERVICE
  ]
  if (definition === undefined || !isService(definition))
    throw new TypeError(`${SERVICE} is not in ${PROTO_FILE}`)
  return definition
}

function isService(definition: AnyDefinition): definition is ServiceDefinition {
  return !('format' in definition)
}

/** Nothing is read from the call, and so nothing can be opened, before its token has been judged. */
async function serve(call: StreamCall, door: DoorOptions): Promise<void> {
  let principal: Principal
  try {
    if (door.isDraining()) throw new AppError('SHUTTING_DOWN')
    principal = await door.authenticator.verify(bearerToken(call))
    authoriseStreaming(principal)
  } catch (thrown) {
    endCall(call, door.refused('grpc', normaliseError(thrown)))
    return
  }
  if (call.cancelled) return

  const connection = new GrpcConnection({ call, onUnread: () => door.metrics.dropped('grpc', 'slow_reader') })
  const session = door.openSession({ source: 'grpc', principal, connection })
  call.on('cancelled', () => session.dropped())
  call.on('end', () => {
    // A cancelled call ends too, a moment before it is reported as cancelled; it must stay resumable.
    door.clock.after(CANCEL_SETTLES_MS, () => {
      if (!call.cancelled) session.finished()
    })
  })
  call.on('data', (request: object) => receive({ session, request, door }))
}

function receive(options: {
  readonly session: Session
  readonly request: object
  readonly door: DoorOptions
}): void {
  const { session, request, door } = options
  try {
    session.receive(decodeRequest(request, wallMs(door.clock.now())))
  } catch (thrown) {
    session.unreadable(
      thrown instanceof AppError ? thrown : new AppError('INTERNAL', null, { cause: thrown }),
    )
  }
}

function bearerToken(call: StreamCall): string | undefined {
  const value = call.metadata.get('authorization')[0]
  return /^Bearer +(\S+)$/i.exec(String(value ?? ''))?.[1]
}

async function shutDown(options: {
  readonly server: Server
  readonly clock: Clock
  readonly deadlineMs: number
}): Promise<void> {
  const { server, clock, deadlineMs } = options
  await new Promise<void>((resolve) => {
    const cancel = clock.after(deadlineMs, () => {
      server.forceShutdown()
      resolve()
    })
    server.tryShutdown(() => {
      cancel()
      resolve()
    })
  })
}

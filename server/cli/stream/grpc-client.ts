import { fileURLToPath } from 'node:url'
import {
  Client,
  Metadata,
  credentials,
  status,
  type ClientDuplexStream,
  type MethodDefinition,
  type StatusObject,
} from '@grpc/grpc-js'
import { loadSync, type AnyDefinition, type ServiceDefinition } from '@grpc/proto-loader'
import type { Clock } from '../../platform/clock.ts'
import { readServerMessage, refusal, unreachable } from './server-message.ts'
import type { ControlMessage, Wire, WireListener } from './wire.ts'

const PROTO_FILE = fileURLToPath(new URL('../../../proto/ingest/v1/ingest.proto', import.meta.url))
const SERVICE = 'earshot.ingest.v1.IngestService'

/** How long to look for the server before saying that nobody answers. */
const CONNECT_MS = 5000

type StreamCall = ClientDuplexStream<object, object>

/** A connection to the gRPC door: the same messages as a bidirectional stream (`proto/ingest/v1`). */
export async function openGrpcWire(options: {
  readonly address: string
  readonly token: string
  readonly clock: Clock
  readonly listener: WireListener
}): Promise<Wire> {
  const { address, token, clock, listener } = options
  const client = new Client(address, credentials.createInsecure())
  await connect({ client, address, deadlineAt: clock.now() + CONNECT_MS })
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${token}`)
  const { path, requestSerialize, responseDeserialize } = streamMethod()
  const call: StreamCall = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata)
  call.on('data', (response: object) => {
    const message = readServerMessage(decode(response))
    if (message !== null) listener.message(message)
  })
  // The status that always follows says the same.
  call.on('error', () => undefined)
  call.on('status', (ended: StatusObject) => {
    client.close()
    listener.lost(reasonOf(ended))
  })
  return {
    control: (message) => {
      if (call.writable) call.write(encode(message))
    },
    audio: (bytes) => sendBytes(call, bytes),
    close: () => {
      if (call.writable) call.end()
    },
  }
}

function connect(options: { client: Client; address: string; deadlineAt: number }): Promise<void> {
  const { client, address, deadlineAt } = options
  return new Promise((resolve, reject) => {
    client.waitForReady(deadlineAt, (error) => {
      if (error === undefined) {
        resolve()
        return
      }
      client.close()
      reject(unreachable(address, error))
    })
  })
}

function streamMethod(): MethodDefinition<object, object> {
  const definition = loadSync(PROTO_FILE, { longs: Number, enums: String, defaults: true, oneofs: true })[
    SERVICE
  ]
  const method = definition !== undefined && isService(definition) ? definition['Stream'] : undefined
  if (method === undefined) throw new TypeError(`${SERVICE} is not in ${PROTO_FILE}`)
  return method
}

function isService(definition: AnyDefinition): definition is ServiceDefinition {
  return !('format' in definition)
}

function encode(message: ControlMessage): object {
  const { type, ...fields } = message
  if (message.type !== 'start') return { [type]: fields }
  const { rate, parties, callId, agentId, language, model, attributes } = message
  const audio = {
    encoding: 'ENCODING_PCM_S16LE',
    sampleRate: rate,
    channels: parties.map((party) => `PARTY_${party.toUpperCase()}`),
  }
  return { start: { callId, agentId, language, model, attributes, audio } }
}

/** `{message: "started", started: {…}}` becomes `{type: "started", …}`. */
function decode(response: object): unknown {
  const entries: readonly [string, unknown][] = Object.entries(response)
  const fields = new Map(entries)
  const type = fields.get('message')
  const body = typeof type === 'string' ? fields.get(type) : undefined
  return typeof body === 'object' ? { ...body, type } : null
}

function sendBytes(call: StreamCall, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (!call.writable || call.destroyed || call.write({ audio: bytes })) {
      resolve()
      return
    }
    const go = (): void => {
      call.off('drain', go).off('close', go).off('status', go)
      resolve()
    }
    call.on('drain', go).on('close', go).on('status', go)
  })
}

/** A refusal names its code in the trailer `earshot-code`; without one the connection was lost. */
function reasonOf(ended: StatusObject): Error {
  const code = ended.metadata.get('earshot-code')[0]
  const retryAfterMs = Number(ended.metadata.get('retry-after-ms')[0] ?? 0)
  if (code !== undefined) return refusal({ code: code.toString(), message: ended.details, retryAfterMs })
  return new Error(`the connection closed (gRPC ${status[ended.code]})`)
}

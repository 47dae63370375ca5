import { randomBytes } from 'node:crypto'
import websocket from '@fastify/websocket'
import fastify from 'fastify'
import { createAccess, type Access, type TokenRequest } from '../../server/access/access.ts'
import { MemoryBus } from '../../server/bus/memory-bus.ts'
import { createIngest, type Ingest, type IngestOptions } from '../../server/ingest/ingest.ts'
import { websocketOptions } from '../../server/ingest/websocket-options.ts'
import { systemClock, type Clock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { RecordingSink } from './recording-sink.ts'

/** The ingest room behind real sockets, with a sink that records. */
export interface IngestServer {
  readonly ingest: Ingest
  readonly sink: RecordingSink
  readonly bus: MemoryBus
  readonly access: Access
  /** `host:port` of HTTP and WebSocket. */
  readonly host: string
  /** `host:port` of gRPC. */
  readonly grpc: string
  token(request?: Partial<TokenRequest>): Promise<string>
  /** The value of one counter or gauge with these labels; 0 when it was never touched. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>
  close(): Promise<void>
}

type Overrides = Partial<Omit<IngestOptions, 'sink' | 'bus' | 'authenticator' | 'registry'>> & {
  /** The clock by which tokens are made and judged. */
  readonly accessClock?: Clock
}

export async function startIngest({
  accessClock = systemClock,
  ...overrides
}: Overrides = {}): Promise<IngestServer> {
  const sink = new RecordingSink()
  const bus = new MemoryBus({ onHandlerError: (_topic, error) => expectNone(error) })
  const access = await createAccess({ clock: accessClock, secret: randomBytes(32) })
  const registry = new Registry()
  const ingest = createIngest({
    sink,
    bus,
    authenticator: access,
    registry,
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    ...overrides,
  })
  const http = fastify()
  await http.register(websocket, websocketOptions)
  ingest.registerRoutes(http)
  await http.listen({ host: '127.0.0.1', port: 0 })
  const port = http.addresses().map((address) => (typeof address === 'string' ? 0 : address.port))[0]
  const { port: grpcPort } = await ingest.startGrpc({ host: '127.0.0.1', port: 0 })

  return {
    ingest,
    sink,
    bus,
    access,
    host: `127.0.0.1:${port ?? 0}`,
    grpc: `127.0.0.1:${grpcPort}`,
    token: (request = {}) => access.issueToken({ role: 'ingest', ttlMs: 60_000, ...request }),
    async metric(name, labels = {}) {
      const metrics = await registry.getMetricsAsJSON()
      const values = metrics.find((metric) => metric.name === name)?.values ?? []
      return values
        .filter((value) => Object.entries(labels).every(([key, label]) => value.labels[key] === label))
        .reduce((total, value) => total + value.value, 0)
    },
    async close() {
      await ingest.stop(1_000)
      await http.close()
    },
  }
}

function expectNone(error: Error): never {
  throw error
}

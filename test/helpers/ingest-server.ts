import { randomBytes } from 'node:crypto'
import { createAccess, type Access, type TokenRequest } from '../../server/access/access.ts'
import { createHttpServer } from '../../server/app/http-server.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import { createIngest, type Ingest, type IngestOptions } from '../../server/ingest/ingest.ts'
import { systemClock, type Clock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { metricValue } from './metric-value.ts'
import { RecordingSink } from './recording-sink.ts'
import { strictBus } from './strict-bus.ts'

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
  const bus = strictBus()
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
  const http = await createHttpServer()
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
    metric: (name, labels) => metricValue(registry, name, labels),
    async close() {
      await ingest.stop(1_000)
      await http.close()
    },
  }
}

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createAccess, type Access } from '../../server/access/access.ts'
import { QuietKeeper } from '../../server/actions/quiet/quiet-keeper.ts'
import { createAlerts } from '../../server/alerts/alerts-room.ts'
import { createHttpServer } from '../../server/app/http-server.ts'
import { makeFigures } from '../../server/app/make-figures.ts'
import { createAssist } from '../../server/assist/assist-room.ts'
import { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { CallGrouping } from '../../server/contracts/alert-case.ts'
import type { FloorLoad } from '../../server/contracts/health.ts'
import type { Role } from '../../server/contracts/access.ts'
import type { RulesState } from '../../server/contracts/rules-state.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../server/delivery/delivery.ts'
import type { FiguresRoom } from '../../server/figures/figures-room.ts'
import { noFloor } from '../../server/floor/no-floor.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactText } from '../../server/redaction/redact-text.ts'
import { createRecorder } from '../../server/store/recorder.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { EMPTY_DESK } from './empty-desk.ts'
import { MemoryIssueDesk } from './memory-issue-desk.ts'
import { MemoryNotifyDesk } from './memory-notify-desk.ts'
import { placeByAttributes } from './place-by-attributes.ts'
import { metricValue } from './metric-value.ts'
import { qualityDesk } from './quality-desk.ts'

/** The delivery room behind a real server, with real tokens, a real bus and a real store. */
export interface HttpApp {
  readonly server: FastifyInstance
  readonly delivery: Delivery
  readonly bus: MemoryBus
  readonly store: Store
  readonly access: Access
  /** Of the alerts room, for an actions room beside it. */
  readonly grouping: CallGrouping
  /** Counts when it is told to. */
  readonly figures: FiguresRoom
  readonly registry: Registry
  readonly folder: string
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Everything logged so far. */
  logged(): string
  /** A token good for an hour; the agent is `agent-7` unless named. */
  token(role: Role, agentId?: string): Promise<string>
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>
  /** Sends a JSON body, where there is one. */
  send(request: SentRequest): Promise<Response>
  /** The value of one counter or gauge with these labels; 0 when it was never touched. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>
  close(): Promise<void>
}

export interface SentRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export const CALM_LOAD: FloorLoad = {
  level: 'calm',
  lateMs: 0,
  liveCalls: 0,
  capacityCalls: 10,
  accepting: true,
}

export const EMPTY_RULES: RulesState = { hash: 'abc', loadedAt: wallMs(0), rules: [], faults: [] }

/** What a further room is made of. */
export type HttpParts = Pick<HttpApp, 'server' | 'bus' | 'store' | 'access' | 'registry'> &
  Pick<DeliveryOptions, 'log' | 'clock'>

/** `addRoom` puts the routes of a further room beside those of delivery. */
export async function startHttpApp(
  overrides: Partial<DeliveryOptions> & { readonly rulesDir?: string } = {},
  addRoom: (parts: HttpParts) => Promise<void> = async () => undefined,
): Promise<HttpApp> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-http-'))
  const lines: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const bus = new MemoryBus({
    onHandlerError: (topic, error) => lines.push(`${topic}: ${error.stack ?? error.message}`),
  })
  const registry = overrides.registry ?? new Registry()
  const clock = overrides.clock ?? systemClock
  const store = openSqliteStore({
    path: join(folder, 'store.sqlite'),
    ...{ log, registry, clock },
    customerAttribute: 'customer',
  })
  const placeOf = placeByAttributes
  const recorder = createRecorder({ bus, store, placeOf, log, registry })
  const access = await createAccess({ clock, secret: randomBytes(32) })
  const issues = overrides.issues ?? new MemoryIssueDesk()
  const assist = createAssist({
    ...{ bus, store, issues, log, registry, clock },
    rulesDir: overrides.rulesDir ?? join(folder, 'rules'),
    redact: redactText,
    shownAttributes: ['queue', 'tier'],
    wrapUpHook: null,
    wrapUpTimeoutMs: 1000,
  })
  const alerts = createAlerts({
    ...{ bus, store: store.cases, log, registry, clock, placeOf },
    queueAttribute: 'queue',
  })
  const attention = new QuietKeeper({ rules: store.rules, store: store.attention, clock, log })
  const rules = overrides.rules ?? ((): RulesState => EMPTY_RULES)
  const figures = makeFigures({ store, clock, log, registry }, { timeZone: 'UTC' }, rules)
  const delivery = createDelivery({
    bus,
    store,
    authenticator: access,
    log,
    registry,
    clock,
    readiness: [],
    rules,
    desk: EMPTY_DESK,
    cases: alerts.desk,
    attention,
    figures: figures.desk,
    quality: qualityDesk(store),
    issues,
    assist: assist.desk,
    notify: new MemoryNotifyDesk(),
    load: () => CALM_LOAD,
    callAttributes: { queue: 'queue' },
    placeOf,
    listenUrl: null,
    bargeUrl: null,
    floor: noFloor({ perCall: 12, perAgentHour: 60, perRuleHour: 12 }),
    staticDir: join(folder, 'dist'),
    samplesDir: join(folder, 'samples'),
    allowedOrigins: [],
    ...overrides,
  })
  const server = await createHttpServer()
  await delivery.registerRoutes(server)
  await addRoom({ server, bus, store, access, registry, log, clock })
  recorder.start()
  await alerts.start()
  await attention.start()
  await assist.start()
  delivery.start()
  const url = await server.listen({ host: '127.0.0.1', port: 0 })

  return {
    server,
    delivery,
    bus,
    store,
    access,
    grouping: alerts.grouping,
    figures,
    registry,
    folder,
    url,
    logged: () => lines.join(''),
    token: (role, agentId) =>
      access.issueToken({
        role,
        ttlMs: 3_600_000,
        agentId: role === 'agent' ? (agentId ?? 'agent-7') : undefined,
      }),
    get: (path, token, headers = {}) =>
      fetch(`${url}${path}`, {
        redirect: 'manual',
        headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      }),
    send: ({ method, path, body, token, headers = {} }) =>
      fetch(`${url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      }),
    metric: (name, labels) => metricValue(registry, name, labels),
    async close() {
      await delivery.stop(1000)
      alerts.stop()
      attention.stop()
      await figures.stop()
      await server.close()
      await assist.stop()
      await recorder.stop()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

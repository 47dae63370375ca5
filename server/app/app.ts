import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createActions } from '../actions/actions.ts'
import type { Access } from '../access/access.ts'
import type { ServedModels } from '../asr/languages/choose-model.ts'
import { modelsDirOf } from '../asr/models/ensure-model.ts'
import { readSpellings } from '../asr/spelling/spelling-file.ts'
import { createRecognition, type Recognition, type RecognitionOptions } from '../asr/recognition.ts'
import type { Bus } from '../bus/bus.ts'
import { MemoryBus } from '../bus/memory-bus.ts'
import { CONTINUES_WITHIN_MS } from '../contracts/call.ts'
import type { Store } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import { createDelivery, type Delivery } from '../delivery/delivery.ts'
import { createIngest, type Ingest } from '../ingest/ingest.ts'
import { CleanupStack } from '../platform/cleanup-stack.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { Counter, createRegistry, type Registry } from '../platform/metrics.ts'
import { redactExcerpt, redactKept } from '../redaction/redact-words.ts'
import { createRedaction } from '../redaction/redaction.ts'
import { createRules, type RulesRoom } from '../rules/rules-room.ts'
import { createRecorder } from '../store/recorder.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { callCostsPath, databasePath } from './data-folder.ts'
import { createEarlierContacts } from './earlier-contacts.ts'
import { earlierOutcomes } from './earlier-outcomes.ts'
import { createHttpServer } from './http-server.ts'
import { rulesState } from './rules-state.ts'
import type { Settings } from './settings.ts'
import { workerCount } from './worker-count.ts'

export interface AppOptions {
  readonly settings: Settings
  /** The models that may be used; the first is the default one. */
  readonly models: ServedModels
  readonly access: Access
  /** Folder in which `agent-console` lies. */
  readonly root: string
  readonly log: Log
  readonly clock: Clock
}

/** Where the server listens; the ports are the real ones when 0 was asked for. */
export interface Addresses {
  readonly host: string
  readonly httpPort: number
  readonly grpcPort: number
}

const MEGABYTE = 1_000_000

/** As many as ingest remembers of its own. */
const KEPT_CALL_IDS = 100_000

/** What every room is given. */
interface Common {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
}

interface Rooms {
  readonly bus: Bus
  readonly store: Store
  readonly recognition: Recognition
  readonly ingest: Ingest
  readonly delivery: Delivery
  readonly rules: RulesRoom
  readonly http: FastifyInstance
  readonly told: Awaited<ReturnType<typeof earlierOutcomes>>
}

/** The whole server: makes the rooms, joins them, opens and closes them. Single use. */
export class App {
  readonly #options: AppOptions
  readonly #registry: Registry = createRegistry()
  readonly #cleanups = new CleanupStack()
  #stopping: Promise<void> | null = null

  constructor(options: AppOptions) {
    this.#options = options
  }

  /**
   * Opens everything in the order of the data; resolves when calls can be taken. What was opened is closed
   * again when a later step fails.
   * @throws AppError `LIBRARY_UNAVAILABLE`, `MODEL_INCOMPLETE`, `RULES_INVALID`, `STORE_FAILED`…
   */
  async start(): Promise<Addresses> {
    try {
      const rooms = await this.#makeRooms()
      return await this.#open(rooms)
    } catch (thrown) {
      await this.stop()
      throw thrown
    }
  }

  /** Drains and closes, in the order of `server/CLOSING.md`. Never rejects; may be called at any time. */
  stop(): Promise<void> {
    this.#stopping ??= this.#cleanups.run().then((failures) => {
      for (const { name, error } of failures) {
        this.#options.log.error({ cleanup: name, ...traceOf(error) }, 'Closing a part of the server failed.')
      }
    })
    return this.#stopping
  }

  async #makeRooms(): Promise<Rooms> {
    const { settings, access, root, log, clock } = this.#options
    const registry = this.#registry
    const common: Common = { bus: this.#makeBus(), log, registry, clock }
    const { customerAttribute } = settings
    const store = openSqliteStore({ path: databasePath(settings), log, registry, clock, customerAttribute })
    this.#cleanups.add('store', () => store.close())

    const samplesDir = join(root, 'agent-console/sample-calls')
    const recognition = await this.#makeRecognition(common, samplesDir)
    const keptCalls = await store.callStates.takeCallStates(wallMs(clock.now() - CONTINUES_WITHIN_MS))
    const rules = createRules({
      ...common,
      rulesDir: settings.rulesDir,
      store,
      keptCalls,
      mask: redactKept,
    })
    // Whoever names a call that is kept from an earlier run gets another id, never its words.
    const keptCallIds = await store.listCallIds(KEPT_CALL_IDS)
    const ingest = createIngest({
      ...common,
      usedCallIds: keptCallIds.toReversed(),
      unfinishedCalls: keptCalls,
      sink: recognition.sink,
      authenticator: access,
      resumeWindowMs: settings.resumeWindowMs,
      idleTimeoutMs: settings.streamIdleMs,
      twilio: {
        authToken: settings.twilioAuthToken,
        publicUrl: settings.twilioPublicUrl,
        trackMap:
          settings.twilioAgentTrack === 'outbound'
            ? { inbound: 'customer', outbound: 'agent' }
            : { inbound: 'agent', outbound: 'customer' },
      },
    })
    const delivery = createDelivery({
      ...common,
      store,
      authenticator: access,
      readiness: [
        recognition.readiness,
        rules.readiness,
        { name: 'server', check: () => Promise.resolve(this.#draining()) },
      ],
      rules: () => rulesState(rules.current()),
      desk: rules.desk,
      staticDir: join(root, 'agent-console/dist'),
      load: () => recognition.load,
      samplesDir,
      allowedOrigins: settings.allowedOrigins,
    })
    const told = await earlierOutcomes(store, keptCalls)
    const http = await createHttpServer()
    return { bus: common.bus, store, recognition, ingest, delivery, rules, http, told }
  }

  async #makeRecognition(common: Common, samplesDir: string): Promise<Recognition> {
    const { settings, models } = this.#options
    return createRecognition({
      ...common,
      models,
      modelIdleMs: settings.modelIdleMs,
      libraryPath: settings.voskLibrary ?? undefined,
      maxAlternatives: settings.alternatives,
      warmUp: this.#warmUp(samplesDir),
      maxWorkerBytes: settings.maxWorkerMegabytes === 0 ? undefined : settings.maxWorkerMegabytes * MEGABYTE,
      spellings: settings.spellings === null ? [] : await readSpellings(settings.spellings),
      workers: workerCount(settings.workers),
      maxCalls: settings.maxCalls === 0 ? null : settings.maxCalls,
      capacityPlaces: {
        costFile: callCostsPath(settings),
        speechFolder: samplesDir,
        modelsDir: modelsDirOf(settings.dataDir),
      },
    })
  }

  async #open({ bus, store, recognition, ingest, delivery, rules, http, told }: Rooms): Promise<Addresses> {
    const { settings, log, clock } = this.#options
    const registry = this.#registry
    const drainMs = settings.drainTimeoutMs

    // Opened from the end of the road to its beginning: nothing arrives before somebody listens.
    this.#cleanups.add('http', () => http.close())
    delivery.start()
    this.#cleanups.add('delivery', () => delivery.stop(drainMs))
    const recorder = createRecorder({ bus, store, log, registry })
    recorder.start()
    this.#cleanups.add('recorder', () => recorder.stop())
    this.#cleanups.add('bus', () => bus.drain())
    const redaction = createRedaction({ bus, log, registry })
    redaction.start()
    this.#cleanups.add('redaction', () => redaction.stop())
    const actions = createActions({
      ...{ bus, log, registry, clock, redact: redactExcerpt, earlierOutcomes: told },
      limits: {
        perCall: settings.promptsPerCall,
        perAgentHour: settings.promptsPerHour,
        perRuleHour: settings.promptsPerRuleHour,
      },
    })
    actions.start()
    this.#cleanups.add('actions', () => actions.stop())
    this.#cleanups.add('rules', () => rules.stop())
    await rules.start()
    const { sink } = recognition
    const contacts = createEarlierContacts({
      bus,
      store,
      sink,
      attribute: settings.customerAttribute,
      log,
      registry,
    })
    contacts.start()
    this.#cleanups.add('earlier contacts', () => contacts.stop())
    this.#cleanups.add('recognition', () => recognition.stop(drainMs))
    await recognition.start()

    this.#cleanups.add('ingest', () => ingest.stop(drainMs))
    ingest.registerRoutes(http)
    await delivery.registerRoutes(http)
    const { host } = settings
    await http.listen({ host, port: settings.port })
    const grpc = await ingest.startGrpc({ host, port: settings.grpcPort })
    const address = http.server.address()
    const httpPort = address === null || typeof address === 'string' ? settings.port : address.port
    return { host, httpPort, grpcPort: grpc.port }
  }

  /** Each party of the six calls gives its part. */
  #warmUp(folder: string): RecognitionOptions['warmUp'] {
    const { warmUpMs } = this.#options.settings
    return warmUpMs === 0 ? undefined : { folder, durationMs: warmUpMs / 12, language: 'en' }
  }

  #makeBus(): Bus {
    const failures = new Counter({
      name: 'earshot_bus_handler_failures_total',
      help: 'Messages that a subscriber failed to take.',
      labelNames: ['topic'],
      registers: [this.#registry],
    })
    return new MemoryBus({
      onHandlerError: (topic, error) => {
        failures.inc({ topic })
        this.#options.log.error({ topic, ...traceOf(error) }, 'A subscriber failed to take a message.')
      },
    })
  }

  #draining(): string | null {
    return this.#stopping === null ? null : 'the server is shutting down'
  }
}

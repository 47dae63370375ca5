import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createActions } from '../actions/actions.ts'
import { ATTENTION_HOUR_MS } from '../actions/attention-budget.ts'
import { QuietKeeper } from '../actions/quiet/quiet-keeper.ts'
import type { Access } from '../access/access.ts'
import type { ServedModels } from '../asr/languages/choose-model.ts'
import { modelsDirOf } from '../asr/models/ensure-model.ts'
import { readSpellings } from '../asr/spelling/spelling-file.ts'
import { createRecognition, type Recognition, type RecognitionOptions } from '../asr/recognition.ts'
import type { AssistRoom } from '../assist/assist-room.ts'
import type { Bus } from '../bus/bus.ts'
import { MemoryBus } from '../bus/memory-bus.ts'
import { CONTINUES_WITHIN_MS, type CallId } from '../contracts/call.ts'
import type { RulesState } from '../contracts/rules-state.ts'
import type { KeptCall, Store } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import { createAlerts, type AlertsRoom } from '../alerts/alerts-room.ts'
import { createDelivery, type Delivery } from '../delivery/delivery.ts'
import type { Feedback } from '../feedback/feedback.ts'
import type { FiguresRoom } from '../figures/figures-room.ts'
import type { FloorRoom } from '../floor/floor-room.ts'
import { createIngest, type Ingest } from '../ingest/ingest.ts'
import { createIssues, type IssuesRoom } from '../issues/issues-room.ts'
import { createNotify, type Notify } from '../notify/notify.ts'
import { CleanupStack } from '../platform/cleanup-stack.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { Counter, createRegistry, type Registry } from '../platform/metrics.ts'
import type { QualityRoom } from '../quality/quality-room.ts'
import { redactExcerpt, redactKept } from '../redaction/redact-words.ts'
import { createRedaction } from '../redaction/redaction.ts'
import { createRules, type RulesRoom } from '../rules/rules-room.ts'
import { createRecorder } from '../store/recorder.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { audienceOf } from './audience-of.ts'
import { callCostsPath, databasePath, issueStatesPath } from './data-folder.ts'
import { createEarlierContacts } from './earlier-contacts.ts'
import { earlierOutcomes } from './earlier-outcomes.ts'
import { createHttpServer } from './http-server.ts'
import { makeAssist } from './make-assist.ts'
import { makeFeedback } from './make-feedback.ts'
import { makeFigures } from './make-figures.ts'
import { makeFloor, promptLimits } from './make-floor.ts'
import { makeQuality } from './make-quality.ts'
import { openHashes } from './open-hashes.ts'
import { placeOfCall } from './place-of-call.ts'
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

/** Rooms that people reach through delivery. */
interface DeskRooms {
  readonly recognition: Recognition
  readonly rules: RulesRoom
  readonly alerts: AlertsRoom
  readonly attention: QuietKeeper
  readonly notify: Notify
  readonly issues: IssuesRoom
  readonly assist: AssistRoom
  readonly floor: FloorRoom
  readonly figures: FiguresRoom
  readonly quality: QualityRoom
}

interface Rooms extends DeskRooms {
  readonly bus: Bus
  readonly store: Store
  readonly ingest: Ingest
  readonly delivery: Delivery
  readonly feedback: Feedback
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
    const rulesNow = (): RulesState => rulesState(rules.current())
    const figures = makeFigures({ ...common, store }, settings, rulesNow)
    const rules = createRules({
      ...common,
      rulesDir: settings.rulesDir,
      store,
      keptCalls,
      mask: redactKept,
      countRules: (days) => figures.desk.countRules(days),
    })
    // Whoever names a call that is kept from an earlier run gets another id, never its words.
    const keptCallIds = await store.listCallIds(KEPT_CALL_IDS)
    const ingest = this.#makeIngest(common, recognition, { keptCalls, keptCallIds })
    const notify = this.#makeNotify(common, store)
    const hashes = await openHashes(settings)
    const issues = createIssues({
      ...{ ...common, ...settings, store },
      hashAuthor: hashes.authorKeyOf,
      statesDir: issueStatesPath(settings),
      reopenWithinMs: settings.reopenIssuesMs,
    })
    const floor = makeFloor(common, settings)
    const alerts = createAlerts({
      ...common,
      store: store.cases,
      queueAttribute: settings.queueAttribute,
      placeOf: placeOfCall(floor.floor, settings.teamAttribute),
    })
    const assist = makeAssist({ ...common, store, issues: issues.desk }, settings)
    const attention = new QuietKeeper({ ...common, rules: store.rules, store: store.attention })
    const quality = makeQuality({ ...common, store, assist, floor: floor.floor, rules: rulesNow }, settings)
    const rooms = { recognition, rules, alerts, attention, assist, notify, issues, floor, figures, quality }
    const delivery = this.#makeDelivery({ ...common, store }, rooms, samplesDir)
    const feedback = await makeFeedback({ ...common, ...hashes, store, access, settings })
    const told = await earlierOutcomes(store, keptCalls)
    const http = await createHttpServer()
    return { ...rooms, bus: common.bus, store, ingest, delivery, feedback, http, told }
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

  async #open(rooms: Rooms): Promise<Addresses> {
    const { bus, store, delivery, rules, alerts, attention, notify, issues, assist, http, told, floor } =
      rooms
    const { settings, log, clock } = this.#options
    const registry = this.#registry
    const drainMs = settings.drainTimeoutMs

    // Opened from the end of the road to its beginning: nothing arrives before somebody listens.
    this.#cleanups.add('floor', () => floor.stop())
    await floor.start()
    this.#cleanups.add('http', () => http.close())
    delivery.start()
    this.#cleanups.add('delivery', () => delivery.stop(drainMs))
    const placeOf = placeOfCall(floor.floor, settings.teamAttribute)
    const recorder = createRecorder({ bus, store, placeOf, log, registry })
    recorder.start()
    this.#cleanups.add('recorder', () => recorder.stop())
    this.#cleanups.add('notify', () => notify.stop(drainMs))
    await notify.start()
    this.#cleanups.add('bus', () => bus.drain())
    this.#cleanups.add('alerts', () => alerts.stop())
    await alerts.start()
    const redaction = createRedaction({ bus, log, registry })
    redaction.start()
    this.#cleanups.add('redaction', () => redaction.stop())
    this.#cleanups.add('attention', () => attention.stop())
    await attention.start()
    const actions = createActions({
      quiet: (place) => attention.reasonFor(place),
      articleOf: (articleId) => assist.articleOf(articleId),
      grouping: alerts.grouping,
      // An agent whose hour is spent has not forgotten it because the server began anew.
      earlierPrompts: await store.listShownPrompts(wallMs(clock.now() - ATTENTION_HOUR_MS)),
      queueAttribute: settings.queueAttribute,
      ...{ bus, log, registry, clock, redact: redactExcerpt, earlierOutcomes: told },
      limits: promptLimits(settings),
      audience: audienceOf({
        floor: floor.floor,
        rules: () => rules.current().rules,
        teamAttribute: settings.teamAttribute,
      }),
    })
    actions.start()
    this.#cleanups.add('actions', () => actions.stop())
    this.#cleanups.add('issues', () => issues.stop())
    await issues.start()
    this.#cleanups.add('assist', () => assist.stop())
    await assist.start()
    this.#cleanups.add('rules', () => rules.stop())
    await rules.start()
    await this.#openRecognition(rooms)
    return this.#openDoors(rooms)
  }

  async #openRecognition({ bus, store, recognition }: Rooms): Promise<void> {
    const { settings, log } = this.#options
    const { sink } = recognition
    const contacts = createEarlierContacts({
      bus,
      store,
      sink,
      attribute: settings.customerAttribute,
      log,
      registry: this.#registry,
    })
    contacts.start()
    this.#cleanups.add('earlier contacts', () => contacts.stop())
    this.#cleanups.add('recognition', () => recognition.stop(settings.drainTimeoutMs))
    await recognition.start()
  }

  async #openDoors({ ingest, delivery, feedback, figures, quality, http }: Rooms): Promise<Addresses> {
    const { settings } = this.#options
    this.#cleanups.add('ingest', () => ingest.stop(settings.drainTimeoutMs))
    ingest.registerRoutes(http)
    await delivery.registerRoutes(http)
    feedback.registerRoutes(http)
    this.#cleanups.add('feedback', () => feedback.stop(settings.drainTimeoutMs))
    // What an earlier run has left is handed on at once, so everybody must be there.
    await feedback.start()
    this.#cleanups.add('figures', () => figures.stop())
    figures.start()
    this.#cleanups.add('quality', () => quality.stop())
    await quality.start()
    const { host } = settings
    await http.listen({ host, port: settings.port })
    const grpc = await ingest.startGrpc({ host, port: settings.grpcPort })
    const address = http.server.address()
    const httpPort = address === null || typeof address === 'string' ? settings.port : address.port
    return { host, httpPort, grpcPort: grpc.port }
  }

  #makeIngest(
    common: Common,
    recognition: Recognition,
    {
      keptCalls,
      keptCallIds,
    }: { readonly keptCalls: readonly KeptCall[]; readonly keptCallIds: readonly CallId[] },
  ): Ingest {
    const { settings, access } = this.#options
    return createIngest({
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
  }

  #makeDelivery(
    given: Common & { readonly store: Store },
    { recognition, rules, alerts, attention, assist, notify, issues, floor, figures, quality }: DeskRooms,
    samplesDir: string,
  ): Delivery {
    const { settings, access, root } = this.#options
    return createDelivery({
      ...given,
      cases: alerts.desk,
      attention,
      assist: assist.desk,
      notify: notify.desk,
      figures: figures.desk,
      quality: quality.desk,
      issues: issues.desk,
      authenticator: access,
      readiness: [
        recognition.readiness,
        rules.readiness,
        issues.readiness,
        assist.readiness,
        floor.readiness,
        quality.readiness,
        { name: 'server', check: () => Promise.resolve(this.#draining()) },
      ],
      rules: () => rulesState(rules.current()),
      desk: rules.desk,
      staticDir: join(root, 'agent-console/dist'),
      load: () => recognition.load,
      floor: floor.floor,
      callAttributes: { queue: settings.queueAttribute },
      placeOf: placeOfCall(floor.floor, settings.teamAttribute),
      ...{ listenUrl: settings.listenUrl, bargeUrl: settings.bargeUrl },
      samplesDir,
      allowedOrigins: settings.allowedOrigins,
    })
  }

  #makeNotify(common: Common, store: Store): Notify {
    const { publicUrl, notifyPrivate, smtpUrl, smtpFrom } = this.#options.settings
    return createNotify({
      ...common,
      store,
      publicUrl,
      privatePlaces: notifyPrivate,
      smtp: smtpUrl === null ? null : { url: smtpUrl, from: smtpFrom },
      random: Math.random,
    })
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

import type { FastifyInstance } from 'fastify'
import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { Authenticator } from '../contracts/access.ts'
import type { AssistDesk } from '../contracts/assist.ts'
import { AppError } from '../contracts/errors.ts'
import type { Floor } from '../contracts/floor.ts'
import type { PlaceOfCall } from '../contracts/floor.ts'
import type { FloorLoad, ReadinessCheck } from '../contracts/health.ts'
import type { AttentionDesk } from '../contracts/attention.ts'
import { CASE_STATES, type CaseDesk } from '../contracts/alert-case.ts'
import type { FiguresDesk } from '../contracts/figures.ts'
import type { QualityDesk } from '../contracts/quality.ts'
import { ISSUE_STATES } from '../contracts/issue.ts'
import type { IssueDesk } from '../contracts/issue-desk.ts'
import type { RulesState } from '../contracts/rules-state.ts'
import type { RuleDesk } from '../contracts/rule-desk.ts'
import type { Store } from '../contracts/store.ts'
import type { NotifyDesk } from '../contracts/subscription.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { DeliveryLatency } from './events/delivery-latency.ts'
import { EventHub } from './events/event-hub.ts'
import { addEventsRoute } from './events/events-route.ts'
import { LatencyWriter } from './events/latency-writer.ts'
import { answerErrors } from './http/answer-errors.ts'
import { addApi } from './http/api.ts'
import { AuditLog } from './http/audit-log.ts'
import { addApiDocs } from './http/api-docs.ts'
import { addHealth } from './http/health.ts'
import { Origins } from './http/origins.ts'
import { addPages } from './http/pages.ts'
import { PRINCIPAL } from './http/require-role.ts'
import { addSecurityHeaders } from './http/security-headers.ts'
import { addStaticFiles } from './http/static-files.ts'
import type { CallAttributes } from './live/live-call.ts'
import { DEFAULT_LIMITS, type DeliveryLimits } from './limits.ts'
import { createDeliveryMetrics, type DeliveryMetrics } from './metrics.ts'

export interface DeliveryOptions {
  readonly bus: Bus
  readonly store: Store
  readonly authenticator: Authenticator
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Asked by `/readyz`, all of them each time. */
  readonly readiness: readonly ReadinessCheck[]
  readonly rules: () => RulesState
  /** Where rules are looked at, tried and changed. */
  readonly desk: RuleDesk
  /** What is kept from people for a while. */
  readonly attention: AttentionDesk
  /** Where supervisors act on alerts. */
  readonly cases: CaseDesk
  /** Where issues are looked at and moved along. */
  readonly issues: IssueDesk
  /** Where figures are asked for. */
  readonly figures: FiguresDesk
  /** Where it is asked how calls went. */
  readonly quality: QualityDesk
  /** What agents ask and say of calls. */
  readonly assist: AssistDesk
  /** Where it is kept who is told of issues outside the console. */
  readonly notify: NotifyDesk
  readonly load: () => FloorLoad
  /** Who works where. */
  readonly floor: Pick<Floor, 'sites'>
  /** Attributes by which calls say what a board sorts by. */
  readonly callAttributes: CallAttributes
  /** Where calls are, and an agent without one. */
  readonly placeOf: PlaceOfCall
  /** Where the telephone system lets supervisors listen in, with `{callId}` and `{agentId}`; null: nowhere. */
  readonly listenUrl: string | null
  /** Where it lets them join a call. */
  readonly bargeUrl: string | null
  /** The built console; it may be missing, then pages are not found. */
  readonly staticDir: string
  /** Sample calls, `NAME.wav` with `NAME.json` beside it; it may be missing. */
  readonly samplesDir: string
  /** Web origins beside our own that may embed the console, such as `https://crm.example`. */
  readonly allowedOrigins: readonly string[]
  /** Set apart from the defaults. */
  readonly limits?: Partial<DeliveryLimits>
}

export interface Delivery {
  /**
   * Registers pages, API and events on a server that already has `@fastify/cookie` and `@fastify/websocket`,
   * and becomes its error and not-found handler. Takes over the issues that are open: call it when the desk of
   * issues has started and before the server listens.
   */
  registerRoutes(server: FastifyInstance): Promise<void>
  /** Listens to the bus from now on. */
  start(): void
  /** Closes all readers (1012) and hands measured delays to the store; what is open after the deadline is cut. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Everything that leaves to people over HTTP.
 * @throws AppError `REQUEST_INVALID` when an allowed origin is not one.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { bus, clock, log, store } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const metrics = createDeliveryMetrics(options.registry)
  const writer = new LatencyWriter({ store, clock, log, metrics })
  const latency = new DeliveryLatency({ metrics, writer })
  const auditLog = new AuditLog({ store: store.audit, clock, log })
  const hub = new EventHub({
    onWatched: (principal, callId) => auditLog.watched(principal, callId),
    clock,
    limits,
    metrics,
    latency,
    callAttributes: options.callAttributes,
    placeOf: options.placeOf,
  })
  const origins = new Origins(options.allowedOrigins)
  const subscriptions: Unsubscribe[] = []
  return {
    registerRoutes: async (server) => {
      await takeOpenIssues(hub, { ...options, limits })
      await takeOpenCases(hub, { ...options, limits })
      answerErrors(server, { log, metrics })
      addSecurityHeaders(server, { embedders: origins.list })
      origins.addCors(server)
      await addApiDocs(server)
      await server.register(async (room) => {
        // Requests are checked by the schemas that handlers parse with, and answers are written whole.
        room.setValidatorCompiler(() => () => true)
        room.setSerializerCompiler(() => (data) => JSON.stringify(data))
        addEventsRoute(room, { ...options, hub, origins, limits, metrics })
        await room.register((plain) => addPlainRoutes(plain, { ...options, origins, metrics, auditLog, hub }))
      })
    },
    start: () => {
      hub.start()
      subscriptions.push(auditLog.start())
      writer.start()
      subscriptions.push(
        bus.subscribe('transcript', (message) => hub.takeMessage(message)),
        bus.subscribe('outcome', (outcome) => hub.takeOutcome(outcome)),
        bus.subscribe('issue', (issue) => hub.takeIssue(issue)),
        bus.subscribe('notice', (notice) => hub.takeNotice(notice)),
        bus.subscribe('assist', (assist) => hub.takeAssist(assist)),
        bus.subscribe('case', (alertCase) => hub.takeCase(alertCase)),
      )
    },
    stop: async (deadlineMs) => {
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe()
      const deadline = startDeadline({ clock, ms: deadlineMs })
      await Promise.race([Promise.all([hub.close(), writer.stop()]), deadline.passed])
      deadline.cancel()
      hub.terminate()
    },
  }
}

/** What is asked and answered; none of it can be upgraded to a WebSocket. */
async function addPlainRoutes(
  server: FastifyInstance,
  options: DeliveryOptions & {
    readonly origins: Origins
    readonly metrics: DeliveryMetrics
    readonly auditLog: AuditLog
    readonly hub: EventHub
  },
): Promise<void> {
  server.addHook('onRequest', async (request) => {
    if (request.ws) throw new AppError('NOT_FOUND')
  })
  server.decorateRequest(PRINCIPAL, null)
  options.auditLog.follow(server)
  await addStaticFiles(server, { root: options.staticDir })
  addPages(server, options)
  addApi(server, { ...options, liveCall: (callId) => options.hub.liveCall(callId) })
  addHealth(server, options)
}

async function takeOpenIssues(
  hub: EventHub,
  options: { readonly issues: IssueDesk; readonly limits: DeliveryLimits },
): Promise<void> {
  const states = ISSUE_STATES.filter((state) => state !== 'closed')
  const open = await options.issues.list({ states, limit: options.limits.openIssues })
  // The hub holds them in the order of their last change.
  for (const issue of open.toSorted((a, b) => a.updatedAt - b.updatedAt)) hub.takeIssue(issue)
  for (const notice of await options.issues.notices()) hub.takeNotice(notice)
}

async function takeOpenCases(
  hub: EventHub,
  options: { readonly cases: CaseDesk; readonly limits: DeliveryLimits },
): Promise<void> {
  const states = CASE_STATES.filter((state) => state !== 'resolved')
  const open = await options.cases.list({ states, limit: options.limits.openCases })
  for (const each of open.toSorted((a, b) => a.updatedAt - b.updatedAt)) hub.takeCase(each)
}

function startDeadline(options: { clock: Clock; ms: number }): { passed: Promise<void>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  return { passed: promise, cancel: options.clock.after(options.ms, () => resolve(undefined)) }
}

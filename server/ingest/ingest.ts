import type { FastifyInstance } from 'fastify'
import type { Bus } from '../bus/bus.ts'
import type { Authenticator } from '../contracts/access.ts'
import type { CallAudioSink } from '../contracts/audio.ts'
import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { CallRegistry } from './call-registry.ts'
import type { DoorOptions } from './doors/door-options.ts'
import { createGrpcDoor } from './doors/grpc-door.ts'
import { registerNativeDoor } from './doors/native-door.ts'
import { registerTwilioDoor, type TwilioSettings } from './doors/twilio-door.ts'
import { FlowControl } from './flow-control.ts'
import { IngestMetrics } from './ingest-metrics.ts'
import type { UnfinishedCall } from './kept-calls.ts'
import { Session, type SessionServices } from './session.ts'

export interface IngestOptions {
  readonly sink: CallAudioSink
  /** Read only, for how far recognition has come: topic `call`. */
  readonly bus: Bus
  readonly authenticator: Authenticator
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** How long a stream waits for its dropped connection to come back. Default 30 s. */
  readonly resumeWindowMs?: number
  /** Without any frame for this long a stream is ended. Default 60 s. */
  readonly idleTimeoutMs?: number
  /** A connection without a start is closed after this. Default 10 s. */
  readonly startTimeoutMs?: number
  /** How far a stream that is faster than real time may be ahead of recognition. Default 20 s. */
  readonly maxAheadMs?: number
  /**
   * Ids of calls that are kept from earlier runs, the oldest first. Whoever asks for one gets another: a new
   * call must not be added to one that is kept, which would open it to the new call's agent.
   */
  readonly usedCallIds?: Iterable<CallId>
  /** Calls that a restart has cut off: a new call that is the rest of one says so in `CallInfo.continues`. */
  readonly unfinishedCalls?: Iterable<UnfinishedCall>
  /** Default: no signatures; inbound is the customer, outbound the agent. */
  readonly twilio?: TwilioSettings
}

export interface Ingest {
  /** Adds the native and the Twilio route; `@fastify/websocket` must have been registered before. */
  registerRoutes(fastify: FastifyInstance): void
  startGrpc(address: { readonly host: string; readonly port: number }): Promise<{ port: number }>
  /**
   * Refuses new streams, ends the live ones and waits until their calls have closed, at most `deadlineMs`.
   * Call it before the HTTP server is closed, which would cut the sockets off.
   */
  stop(deadlineMs: number): Promise<void>
  /** Streams that are live or can still be resumed. */
  liveStreams(): number
}

const DEFAULT_TWILIO: TwilioSettings = {
  authToken: null,
  publicUrl: null,
  trackMap: { inbound: 'customer', outbound: 'agent' },
}

/** The error that `ws` gives for a frame beyond `maxPayload`. */
const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** Wires the three doors to one registry of calls. Nothing listens before `registerRoutes` or `startGrpc`. */
export function createIngest(options: IngestOptions): Ingest {
  const { sink, bus, authenticator, log, registry, clock } = options
  const metrics = new IngestMetrics(registry)
  const flow = new FlowControl({ bus, clock, maxAheadMs: options.maxAheadMs ?? 20_000 })
  const calls = new CallRegistry({
    sink,
    flow,
    metrics,
    clock,
    log,
    resumeWindowMs: options.resumeWindowMs ?? 30_000,
    usedCallIds: options.usedCallIds ?? [],
    unfinishedCalls: options.unfinishedCalls ?? [],
  })
  const stopListening = sink.onModelFailed(({ model, error }) => calls.failModel(model, error))
  const services: SessionServices = {
    calls,
    flow,
    authenticator,
    metrics,
    clock,
    log,
    startTimeoutMs: options.startTimeoutMs ?? 10_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
  }
  const sessions = new Set<Session>()
  const door = createDoorOptions({ services, sessions })
  const grpc = createGrpcDoor(door)

  return {
    registerRoutes(fastify) {
      registerNativeDoor(fastify, door)
      registerTwilioDoor(fastify, { ...door, twilio: options.twilio ?? DEFAULT_TWILIO })
    },
    startGrpc: (address) => grpc.start(address),
    async stop(deadlineMs) {
      const endsAt = clock.now() + deadlineMs
      calls.refuseNew()
      const finished = calls.finishAll('shutdown')
      for (const session of [...sessions]) if (!session.stopping) session.shutDown()
      await settledWithin({ clock, deadlineMs, work: finished })
      for (const session of [...sessions]) session.shutDown()
      await grpc.stop(Math.max(0, endsAt - clock.now()))
      flow.close()
      stopListening()
    },
    liveStreams: () => calls.liveStreams,
  }
}

/** What the doors share; every session they open is in `sessions` until it is closed. */
function createDoorOptions(options: {
  readonly services: SessionServices
  readonly sessions: Set<Session>
}): DoorOptions {
  const { services, sessions } = options
  const { authenticator, calls, clock, log, metrics } = services
  return {
    authenticator,
    clock,
    metrics,
    isDraining: () => calls.draining,
    strangers: () => [...sessions].filter((session) => session.isStranger).length,
    openSession(connected) {
      const session = new Session({
        ...services,
        ...connected,
        onClosed: (closed) => sessions.delete(closed),
      })
      sessions.add(session)
      return session
    },
    refused(source, error) {
      const refusal = error instanceof AppError ? error : new AppError('INTERNAL', null, { cause: error })
      if (refusal.code === 'INTERNAL')
        log.error({ source, ...traceOf(error) }, 'A connection could not be judged.')
      metrics.error(source, refusal.code)
      return refusal
    },
    socketFailed(source, error) {
      if ('code' in error && error.code === TOO_LARGE) metrics.error(source, 'FRAME_TOO_LARGE')
      log.debug({ source, ...traceOf(error) }, 'A socket failed.')
    },
  }
}

/** Resolves when the work is done or the time is over, whichever is first. */
async function settledWithin(options: {
  readonly clock: Clock
  readonly deadlineMs: number
  readonly work: Promise<void>
}): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = options.clock.after(options.deadlineMs, resolve)
    void options.work.finally(() => {
      cancel()
      resolve()
    })
  })
}

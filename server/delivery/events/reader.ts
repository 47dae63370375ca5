import type { Principal } from '../../contracts/access.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import type { CallId } from '../../contracts/call.ts'
import { AppError, errorMessage, type ErrorMessage } from '../../contracts/errors.ts'
import type {
  Hello,
  Missed,
  Pong,
  Positioned,
  ReaderMessage,
  SequencedEvent,
  Snapshot,
} from '../../contracts/events.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import type { DeliveryLimits } from '../limits.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import type { DeliveryLatency } from './delivery-latency.ts'
import type { LogEntry } from './event-log.ts'
import { Outbox, type Waiting } from './outbox.ts'
import type { ReaderTransport } from './reader-transport.ts'
import { asSeenBy, callIdOf, isOverseer, joins, leaves, maySee } from './subscriptions.ts'

/** What a reader needs of the hub. */
export interface ReaderSource {
  readonly lastSeq: number
  /** The named call, or with null every call, as the reader may see it. */
  snapshot(reader: Reader, callId: CallId | null): Snapshot
}

export interface ReaderOptions {
  readonly principal: Principal
  readonly transport: ReaderTransport
  /** The reader wants this call and nothing else. */
  readonly onlyCallId: CallId | null
  readonly source: ReaderSource
  readonly latency: DeliveryLatency
  readonly limits: DeliveryLimits
  readonly metrics: DeliveryMetrics
  readonly clock: Clock
  readonly onWatched?: ((principal: Principal, callId: CallId) => void) | undefined
}

/** One connection to `/v1/events`: who reads, what it watches, and what waits for it. */
export class Reader {
  readonly principal: Principal
  readonly transport: ReaderTransport
  readonly onlyCallId: CallId | null
  readonly watched: Set<CallId>
  readonly liveSince: WallMs
  readonly #options: ReaderOptions
  readonly #outbox: Outbox

  constructor(options: ReaderOptions) {
    this.principal = options.principal
    this.transport = options.transport
    this.onlyCallId = options.onlyCallId
    this.watched = new Set(options.onlyCallId === null ? [] : [options.onlyCallId])
    this.liveSince = wallMs(options.clock.now())
    this.#options = options
    const { metrics } = options
    this.#outbox = new Outbox({
      transport: options.transport,
      limits: options.limits,
      onSent: () => metrics.eventsSent.inc(),
      onReplaced: () => metrics.eventsDropped.inc({ reason: 'replaced' }),
      onCaughtUp: (missed) => this.#catchUp(missed),
    })
  }

  wants({ event, audience }: LogEntry): boolean {
    if (this.#isOfAnother(event)) return false
    const callId = callIdOf(event)
    const watched = callId !== null && this.watched.has(callId)
    return maySee({ principal: this.principal, event, audience, watched })
  }

  /** Whether the call of this event comes to this reader with it, or goes: then only a snapshot will do. */
  movesWith({ event, audience }: LogEntry): boolean {
    const { principal } = this
    return !this.#isOfAnother(event) && (joins(principal, audience) || leaves(principal, audience))
  }

  /** Takes a live event, if it is for this reader. */
  offer(entry: LogEntry): void {
    if (!this.movesWith(entry)) {
      if (this.wants(entry)) this.#outbox.push(this.#shown(entry))
      return
    }
    // One call can be brought alone; taken away it is only by telling all that is left.
    this.#sendSnapshot(leaves(this.principal, entry.audience) ? null : callIdOf(entry.event))
  }

  /** First message; then what the reader missed, or where things stand now. */
  begin(hello: Omit<Hello, 'type' | 'resumed'>, missed: readonly LogEntry[] | null): void {
    this.#say({ type: 'hello', ...hello, resumed: missed !== null })
    if (this.onlyCallId !== null && isOverseer(this.principal)) {
      this.#options.onWatched?.(this.principal, this.onlyCallId)
    }
    if (missed === null) this.#sendSnapshot(null)
    else for (const entry of missed) this.#outbox.push(this.#shown(entry))
  }

  /** Does what the reader asks. @throws AppError that the reader should be told; nothing else changes then. */
  take(message: ReaderMessage): void {
    switch (message.type) {
      case 'ping':
        this.#say({
          type: 'pong',
          clientNow: message.clientNow,
          serverNow: wallMs(this.#options.clock.now()),
        })
        return
      case 'watch':
        this.#watch(message.callId)
        return
      case 'unwatch':
        if (message.callId !== this.onlyCallId) this.watched.delete(message.callId)
        return
      case 'painted':
        this.#options.latency.painted({ message, principal: this.principal, liveSince: this.liveSince })
        return
      default:
        assertNever(message)
    }
  }

  /** Tells of a fault that does not end the connection. */
  complain(error: AppError): void {
    this.#say(errorMessage(error))
  }

  /** Lets go of what waits. */
  release(): void {
    this.#outbox.close()
  }

  #watch(callId: CallId): void {
    if (this.onlyCallId !== null && callId !== this.onlyCallId) {
      throw new AppError('MESSAGE_INVALID', 'callId: this connection is for one other call only.')
    }
    if (this.watched.has(callId)) return
    const { scope } = this.principal
    if (!isOverseer(this.principal) || scope !== undefined) {
      // Whoever does not see every call must not learn of others.
      if (this.#options.source.snapshot(this, callId).calls.length === 0) throw new AppError('NOT_FOUND')
    }
    // An agent has the words of own calls anyway.
    if (!isOverseer(this.principal)) return
    if (this.watched.size >= this.#options.limits.watchedCalls) {
      throw new AppError(
        'MESSAGE_INVALID',
        `callId: at most ${this.#options.limits.watchedCalls} calls can be watched at once.`,
      )
    }
    this.watched.add(callId)
    this.#options.onWatched?.(this.principal, callId)
    this.#sendSnapshot(callId)
  }

  /** This connection is for one other call. */
  #isOfAnother(event: SequencedEvent): boolean {
    return this.onlyCallId !== null && callIdOf(event) !== this.onlyCallId
  }

  /** Nearly everybody gets the same bytes. */
  #shown(entry: LogEntry): Waiting {
    const event = asSeenBy(this.principal, entry.event)
    if (event === entry.event || entry.payload === null) return entry
    return { seq: entry.seq, payload: Buffer.from(JSON.stringify({ ...event, eventSeq: entry.seq })) }
  }

  #catchUp(missed: number): void {
    this.#options.metrics.eventsDropped.inc({ reason: 'missed' }, missed)
    this.#say({ type: 'missed', missed, eventSeq: this.#options.source.lastSeq })
    this.#sendSnapshot(null)
  }

  #sendSnapshot(callId: CallId | null): void {
    const { source } = this.#options
    this.#say({ ...source.snapshot(this, callId), eventSeq: source.lastSeq })
  }

  #say(message: Hello | Pong | ErrorMessage | Positioned<Snapshot> | Positioned<Missed>): void {
    const seq = 'eventSeq' in message ? message.eventSeq : null
    this.#outbox.push({ seq, payload: Buffer.from(JSON.stringify(message)) })
  }
}

import type { Authenticator, Principal } from '../contracts/access.ts'
import type { AudioSource } from '../contracts/call.ts'
import { AppError, errorMessage } from '../contracts/errors.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import type { CallRegistry } from './call-registry.ts'
import type { Connection } from './connection.ts'
import { dispatch } from './dispatch.ts'
import type { FlowControl } from './flow-control.ts'
import { Inbox, type InboxItem } from './inbox.ts'
import type { IngestMetrics } from './ingest-metrics.ts'
import type { IngestMessage, StartMessage } from './message.ts'
import { MessagePace } from './message-pace.ts'
import type { SessionContext } from './session-context.ts'
import { TRANSITIONS, endsStream, type SessionState } from './session-state.ts'
import type { Stream, StreamOwner } from './stream.ts'
import { Watchdog } from './watchdog.ts'

/** What every session of a process shares. */
export interface SessionServices {
  readonly calls: CallRegistry
  readonly flow: FlowControl
  readonly authenticator: Authenticator
  readonly metrics: IngestMetrics
  readonly clock: Clock
  readonly log: Log
  readonly startTimeoutMs: number
  readonly idleTimeoutMs: number
}

interface SessionOptions extends SessionServices {
  readonly source: AudioSource
  readonly connection: Connection
  /** Null where the protocol brings its token in the start message. */
  readonly principal: Principal | null
  /** Told once, when nothing more will happen here. */
  readonly onClosed: (session: Session) => void
}

const ACK_EVERY_MS = 1_000
/** Answers to bad messages in one session, after which it ends: a client that never learns costs no more. */
const MAX_FAULTS = 100

/**
 * One connection of any door: takes its messages in order, lets each do what its state allows, and keeps
 * what goes wrong here from mattering anywhere else.
 */
export class Session implements StreamOwner {
  readonly #options: SessionOptions
  readonly #inbox = new Inbox()
  readonly #pace: MessagePace
  readonly #cancelStartTimeout: () => void
  #state: SessionState = 'waiting'
  #principal: Principal | null
  #stream: Stream | null = null
  /** While set, nothing is taken from the inbox: a token is being checked, or the source has to wait. */
  #blocked = false
  #releaseHold: () => void = () => undefined
  #idle: Watchdog | null = null
  #stopAcks: () => void = () => undefined
  #ackedSamples = 0
  #faults = 0

  constructor(options: SessionOptions) {
    this.#options = options
    this.#principal = options.principal
    this.#pace = new MessagePace(options.clock)
    this.#cancelStartTimeout = options.clock.after(options.startTimeoutMs, () => {
      this.#end(new AppError('START_TIMEOUT', `Expected a start within ${options.startTimeoutMs} ms.`))
    })
  }

  receive(message: IngestMessage): void {
    this.#take(message)
  }

  /** The door could not read a message; it takes its turn like any other. */
  unreadable(error: AppError): void {
    this.#take({ type: 'unreadable', error })
  }

  /** Anything at all came, even if it carries no message. */
  sawActivity(): void {
    this.#idle?.feed()
  }

  /** The source has finished in good order without a stop of its own. */
  finished(): void {
    if (this.#state === 'streaming' || this.#inbox.size > 0) this.#take({ type: 'stop' })
    else if (this.#state === 'waiting') this.#end(new AppError('START_MISSING'))
  }

  /** The connection is gone; the stream waits for a resume. */
  dropped(): void {
    const stream = this.#stream
    const detaches = this.#state === 'streaming'
    this.#close()
    if (detaches && stream !== null) this.#options.calls.detach(stream)
  }

  /** Another connection has resumed the stream: this one is a leftover that has not noticed its end yet. */
  displaced(): void {
    this.#stream = null
    this.#end(new AppError('PARTY_TAKEN', 'The stream was resumed over another connection.'))
  }

  /** The stream cannot be recognised and has ended. */
  failed(error: AppError): void {
    this.#end(error)
  }

  /** Whether nobody knows yet who this is: its token comes with a start that has not come. */
  get isStranger(): boolean {
    return this.#principal === null && this.#state === 'waiting'
  }

  /** Whether the source has said stop and waits for its last words. */
  get stopping(): boolean {
    return this.#state === 'stopping'
  }

  shutDown(): void {
    this.#end(new AppError('SHUTTING_DOWN'))
  }

  #take(item: InboxItem): void {
    if (this.#state === 'closed') return
    this.#idle?.feed()
    this.#inbox.push(item)
    this.#drain()
  }

  #drain(): void {
    while (!this.#blocked) {
      if (this.#mustHold() || this.#mustWait()) return
      const item = this.#inbox.shift()
      if (item === undefined) return
      this.#process(item)
    }
  }

  #process(item: InboxItem): void {
    try {
      if (item.type === 'unreadable') throw item.error
      if (item.type === 'start' && this.#principal === null) this.#authenticate(item)
      else this.#handle(item)
    } catch (thrown) {
      this.#fault(thrown, item.type)
    }
  }

  #handle(message: IngestMessage): void {
    const transition = TRANSITIONS[this.#state][message.type]
    if (transition === 'ignore') {
      this.#options.metrics.dropped(this.#options.source, 'after_stop')
      return
    }
    if ('refuse' in transition) throw new AppError(transition.refuse)
    dispatch(this.#context(), message)
    // A handler may have closed the session; only a state that still stands moves on.
    if (!this.#isClosed()) this.#state = transition.to
  }

  #context(): SessionContext {
    const { calls, connection, source } = this.#options
    return {
      calls,
      connection,
      source,
      owner: this,
      principal: this.#principal,
      stream: this.#stream,
      attach: (stream) => this.#attach(stream),
      conclude: () => this.#end(null),
      fail: (thrown) => this.#end(this.#asAppError(thrown)),
    }
  }

  #attach(stream: Stream): void {
    const { clock, idleTimeoutMs, connection } = this.#options
    this.#stream = stream
    this.#ackedSamples = stream.samples
    this.#cancelStartTimeout()
    this.#idle = new Watchdog({
      clock,
      timeoutMs: idleTimeoutMs,
      // While this side does not read, silence is not the source's.
      excused: () => this.#blocked,
      onTimeout: () => this.#onIdle(),
    })
    this.#stopAcks = clock.every(ACK_EVERY_MS, () => {
      if (stream.samples === this.#ackedSamples) return
      this.#ackedSamples = stream.samples
      connection.send({ type: 'ack', samples: stream.samples, positionMs: stream.positionMs })
    })
  }

  /** For doors whose token comes with the start: nothing is opened, and nothing more is read, before it is judged. */
  #authenticate(start: StartMessage): void {
    this.#block()
    this.#options.authenticator.verify(start.token).then(
      (principal) => {
        this.#principal = principal
        this.#inbox.putBack(start)
        this.#unblock()
      },
      (thrown: unknown) => this.#fault(thrown, 'start'),
    )
  }

  /** Whether the next thing is audio that recognition has no room for; then it waits, and the sender with it. */
  #mustHold(): boolean {
    const stream = this.#stream
    if (stream === null || this.#state !== 'streaming' || this.#inbox.nextType !== 'audio') return false
    if (this.#options.flow.hasRoom(stream)) return false
    this.#options.metrics.held(this.#options.source)
    this.#block()
    this.#releaseHold = this.#options.flow.whenRoom(stream, () => this.#unblock())
    return true
  }

  /** Whether the next thing is a control message too many; then it waits, and the sender with it. */
  #mustWait(): boolean {
    const { nextType } = this.#inbox
    if (nextType !== 'update' && nextType !== 'gap' && nextType !== 'ping') return false
    const waitMs = this.#pace.take()
    if (waitMs === 0) return false
    this.#options.metrics.paced(this.#options.source)
    this.#block()
    this.#releaseHold = this.#options.clock.after(waitMs, () => this.#unblock())
    return true
  }

  #block(): void {
    this.#blocked = true
    this.#options.connection.pause()
  }

  #unblock(): void {
    if (this.#state === 'closed') return
    this.#blocked = false
    this.#idle?.feed()
    this.#options.connection.resume()
    this.#drain()
  }

  #onIdle(): void {
    const stream = this.#stream
    if (this.#state !== 'streaming' || stream === null) return
    void this.#options.calls.finish(stream, 'abandoned')
    this.#end(new AppError('STREAM_IDLE', `Expected a frame within ${this.#options.idleTimeoutMs} ms.`))
  }

  #fault(thrown: unknown, type: InboxItem['type']): void {
    if (this.#state === 'closed') return
    const error = this.#asAppError(thrown)
    this.#faults += 1
    if (!endsStream(this.#state, type) && this.#faults <= MAX_FAULTS) {
      this.#options.metrics.error(this.#options.source, error.code)
      this.#options.connection.send(errorMessage(error))
      return
    }
    if (this.#stream !== null) void this.#options.calls.finish(this.#stream, 'failed')
    this.#end(error)
  }

  #asAppError(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown
    const cause = normaliseError(thrown)
    const { log, source } = this.#options
    log.error({ source, ...traceOf(cause) }, 'A message could not be handled.')
    return new AppError('INTERNAL', null, { cause })
  }

  #end(error: AppError | null): void {
    if (this.#state === 'closed') return
    this.#close()
    const { connection, metrics, source, log } = this.#options
    if (error !== null) {
      metrics.error(source, error.code)
      log.debug({ code: error.code, source }, 'A connection was refused.')
      connection.send(errorMessage(error))
    }
    connection.close(error)
  }

  #close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#inbox.clear()
    this.#cancelStartTimeout()
    this.#releaseHold()
    this.#idle?.close()
    this.#stopAcks()
    this.#options.onClosed(this)
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }
}

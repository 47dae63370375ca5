import { randomBytes } from 'node:crypto'
import type { Principal } from '../contracts/access.ts'
import type { CallAudioSink } from '../contracts/audio.ts'
import type { AudioSource, CallId, CallInfo, EndReason } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import { callMs, wallMs, type CallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { agentOfNewCall, authoriseAgentChange, authoriseCall, authoriseStreaming } from './authorise.ts'
import { CallIds } from './call-ids.ts'
import type { FlowControl } from './flow-control.ts'
import type { IngestMetrics } from './ingest-metrics.ts'
import { KeptCalls, type UnfinishedCall } from './kept-calls.ts'
import { LiveCall } from './live-call.ts'
import type { ResumeMessage, StartMessage, UpdateMessage } from './message.ts'
import { Stream, type StreamOwner } from './stream.ts'

/** A stream that begins this soon after its party's last one goes on from there: nothing was missed. */
const FOLLOWS_MS = 100
/** More clipped samples than this, and the line is too loud to be recognised well. */
const CLIPPED_SHARE = 0.001

/** Ids of ended calls that are remembered, so that they are not used twice. */
const REMEMBERED_CALL_IDS = 100_000

interface CallRegistryOptions {
  readonly sink: CallAudioSink
  readonly flow: FlowControl
  readonly metrics: IngestMetrics
  readonly clock: Clock
  readonly log: Log
  readonly resumeWindowMs: number
  /** Ids of calls that are kept from earlier runs, the oldest first. */
  readonly usedCallIds: Iterable<CallId>
  /** Calls that a restart has cut off, which may go on here. */
  readonly unfinishedCalls: Iterable<UnfinishedCall>
}

/** A stream that may begin: its call, and the model that recognises it. */
interface AdmittedStream {
  readonly call: LiveCall
  readonly model: string
}

interface StartOptions {
  readonly message: StartMessage
  readonly principal: Principal
  readonly source: AudioSource
  readonly owner: StreamOwner
}

/**
 * Which calls live, and which streams each has: joins streams by call id, keeps a stream whose connection
 * dropped until the resume window is over, and ends a call with its last stream.
 */
export class CallRegistry {
  readonly #options: CallRegistryOptions
  readonly #ids: CallIds
  readonly #kept: KeptCalls
  /** Live calls by their own id and by the id that their sources use. */
  readonly #calls = new Map<CallId, LiveCall>()
  readonly #streams = new Map<string, { readonly stream: Stream; readonly call: LiveCall }>()
  readonly #expiries = new Map<Stream, () => void>()
  readonly #closing = new Set<Promise<CallMs>>()
  #draining = false

  constructor(options: CallRegistryOptions) {
    this.#options = options
    this.#ids = new CallIds({ remembered: REMEMBERED_CALL_IDS, used: options.usedCallIds })
    this.#kept = new KeptCalls(options.unfinishedCalls)
  }

  /** Streams that are live or can still be resumed. */
  get liveStreams(): number {
    return this.#streams.size
  }

  get draining(): boolean {
    return this.#draining
  }

  /**
   * Starts a stream in the call it names, which is opened when nobody has yet.
   * @throws AppError `SHUTTING_DOWN`, `FORBIDDEN`, `PARTY_TAKEN`, `MESSAGE_INVALID`, or what the sink refuses a call with.
   */
  start(options: StartOptions): Stream {
    if (this.#draining) throw new AppError('SHUTTING_DOWN')
    authoriseStreaming(options.principal)
    const existing = this.#calls.get(options.message.callId)
    if (existing === undefined) return this.#addStream(this.#openCall(options), options)
    return this.#addStream(this.#join(existing, options), options)
  }

  /**
   * Gives a stream to a new connection; one that still holds it is told to let go.
   * @throws AppError `SHUTTING_DOWN`, `RESUME_UNKNOWN` or `FORBIDDEN`.
   */
  resume(options: {
    readonly message: ResumeMessage
    readonly principal: Principal
    readonly owner: StreamOwner
  }): Stream {
    if (this.#draining) throw new AppError('SHUTTING_DOWN')
    const { callId, streamId } = options.message
    const found = this.#streams.get(streamId)
    if (found === undefined || this.#calls.get(callId) !== found.call) throw new AppError('RESUME_UNKNOWN')
    authoriseCall(options.principal, found.call)
    const { stream } = found
    stream.owner?.displaced()
    stream.owner = options.owner
    this.#forgetExpiry(stream)
    stream.rewind()
    this.#options.metrics.resumed(stream.source)
    return stream
  }

  /** @throws AppError `FORBIDDEN` when an agent gives the call to another, `MESSAGE_INVALID` for too many attributes. */
  update(options: {
    readonly stream: Stream
    readonly principal: Principal
    readonly message: Pick<UpdateMessage, 'agentId' | 'onHold' | 'attributes'>
  }): void {
    const call = this.#streams.get(options.stream.streamId)?.call
    if (call === undefined) return
    const { agentId, onHold, attributes } = options.message
    authoriseAgentChange(options.principal, agentId)
    call.noteAttributes(attributes)
    call.agentId = agentId ?? call.agentId
    this.#options.sink.update(call.callId, { agentId, onHold, attributes })
  }

  /** The stream's connection is gone: it waits for a resume, or for a new start of its parties. */
  detach(stream: Stream): void {
    if (!this.#streams.has(stream.streamId)) return
    stream.owner = null
    const cancel = this.#options.clock.after(this.#options.resumeWindowMs, () => {
      this.#expiries.delete(stream)
      // Never rejects: a call that fails to close is logged where it is closed.
      void this.finish(stream, 'abandoned')
    })
    this.#expiries.set(stream, cancel)
  }

  /**
   * Ends a stream, and with the last one its call. Resolves to the call's duration, when the call ends here
   * after its last words are final.
   */
  finish(stream: Stream, reason: EndReason): Promise<CallMs> {
    const call = this.#streams.get(stream.streamId)?.call
    if (call === undefined) return Promise.resolve(stream.positionMs)
    this.#dropStream(call, stream, reason)
    if (!call.isEmpty) return Promise.resolve(call.durationMs)
    this.#calls.delete(call.askedId)
    this.#calls.delete(call.callId)
    this.#options.flow.closeCall(call.callId)
    const closed = this.#close(call, reason)
    this.#closing.add(closed)
    void closed.finally(() => this.#closing.delete(closed))
    return closed
  }

  /** Refuses new streams from now on. */
  refuseNew(): void {
    this.#draining = true
  }

  /** Ends every stream; resolves when all calls have closed. */
  async finishAll(reason: EndReason): Promise<void> {
    for (const { stream } of [...this.#streams.values()]) void this.finish(stream, reason)
    await Promise.all(this.#closing)
  }

  /** Ends the streams of a model that could not be loaded, and tells whoever feeds them. */
  failModel(model: string, error: AppError): void {
    for (const { stream } of [...this.#streams.values()]) {
      if (stream.model !== model) continue
      // Never rejects: a call that fails to close is logged where it is closed.
      void this.finish(stream, 'failed')
      stream.owner?.failed(error)
    }
  }

  #openCall({ message, principal, source }: StartOptions): AdmittedStream {
    const { sampleRate } = message.audio
    const speech = { language: message.language, model: message.model }
    const chosen = this.#options.sink.chooseModel({ ...speech, sampleRate })
    const agentId = agentOfNewCall(principal, message.agentId)
    const startedAt = wallMs(this.#options.clock.now())
    const asked = { callId: message.callId, atMs: message.atMs, principal, source, now: startedAt }
    const continues = this.#kept.find(asked)
    const callId = this.#ids.take(message.callId)
    const info: CallInfo = {
      callId,
      startedAt,
      agentId,
      language: chosen.language,
      source,
      attributes: message.attributes ?? {},
      ...(continues === undefined ? {} : { continues }),
    }
    try {
      this.#options.sink.open(info, chosen.model)
    } catch (thrown) {
      this.#ids.release(callId)
      throw thrown
    }
    if (continues !== undefined) this.#goOn(callId, continues.callId)
    const startMs = callMs(message.atMs ?? 0)
    const call = new LiveCall({ info, askedId: message.callId, startMs, speech })
    this.#calls.set(call.askedId, call)
    this.#calls.set(call.callId, call)
    this.#options.flow.openCall(callId)
    return { call, model: chosen.model }
  }

  #goOn(callId: CallId, continued: CallId): void {
    this.#kept.forget(continued)
    this.#options.log.info({ callId, continued }, 'A call goes on after a restart.')
  }

  /** Everything that can be refused is looked at before anything changes. */
  #join(call: LiveCall, { message, principal }: StartOptions): AdmittedStream {
    authoriseCall(principal, call)
    authoriseAgentChange(principal, message.agentId)
    const inTheWay = call.streams.filter((stream) =>
      stream.parties.some((party) => message.audio.channels.includes(party)),
    )
    if (inTheWay.some((stream) => stream.owner !== null)) throw new AppError('PARTY_TAKEN')
    const { model } = this.#options.sink.chooseModel(call.speechOf(message))
    call.noteAttributes(message.attributes)
    for (const stream of inTheWay) this.#dropStream(call, stream, 'abandoned')

    const { attributes } = message
    const newAgent = message.agentId === call.agentId ? undefined : message.agentId
    if (newAgent !== undefined || attributes !== undefined) {
      call.agentId = newAgent ?? call.agentId
      this.#options.sink.update(call.callId, { agentId: newAgent, attributes })
    }
    return { call, model }
  }

  #addStream({ call, model }: AdmittedStream, { message, source, owner }: StartOptions): Stream {
    const { sink, metrics, clock } = this.#options
    const startMs = this.#startOf(call, message)
    for (const party of message.audio.channels) {
      const end = call.endOf(party)
      if (end === undefined || end.positionMs >= startMs) continue
      sink.gap({ callId: call.callId, party, fromMs: end.positionMs, toMs: startMs, reason: end.reason })
      metrics.gap(source, end.reason)
    }
    const stream = new Stream({
      streamId: `s-${randomBytes(9).toString('base64url')}`,
      callId: call.callId,
      source,
      start: message,
      model,
      startMs,
      startedAt: wallMs(clock.now()),
      owner,
      sink,
      metrics,
      clock,
    })
    call.add(stream)
    this.#streams.set(stream.streamId, { stream, call })
    metrics.streamOpened(source)
    this.#options.log.info({ callId: call.callId, streamId: stream.streamId, source }, 'A stream started.')
    return stream
  }

  /** Where a stream begins: as asked, or where the wall clock says, but never before its parties' positions. */
  #startOf(call: LiveCall, message: StartMessage): CallMs {
    const ends = message.audio.channels.map((party) => call.endOf(party)?.positionMs ?? 0)
    const furthestMs = Math.max(0, ...ends)
    if (message.atMs !== undefined) return callMs(Math.max(message.atMs, furthestMs))
    const nowMs = call.positionAt(this.#options.clock.now())
    return callMs(furthestMs > 0 && nowMs - furthestMs <= FOLLOWS_MS ? furthestMs : nowMs)
  }

  #dropStream(call: LiveCall, stream: Stream, reason: EndReason): void {
    this.#forgetExpiry(stream)
    this.#streams.delete(stream.streamId)
    stream.finish()
    call.remove(stream, reason === 'completed' ? 'paused' : 'lost')
    this.#options.metrics.streamClosed(stream.source, reason)
    const { callId, streamId, positionMs, driftMs, clippedSamples, source } = stream
    if (clippedSamples > stream.samples * stream.parties.length * CLIPPED_SHARE) {
      this.#options.metrics.clippedStream(source)
    }
    this.#options.log.info(
      { callId, streamId, positionMs, driftMs, clippedSamples, reason },
      'A stream ended.',
    )
  }

  #forgetExpiry(stream: Stream): void {
    this.#expiries.get(stream)?.()
    this.#expiries.delete(stream)
  }

  async #close(call: LiveCall, reason: EndReason): Promise<CallMs> {
    try {
      await this.#options.sink.close(call.callId, reason)
    } catch (thrown) {
      this.#options.log.error({ callId: call.callId, ...traceOf(thrown) }, 'A call could not be closed.')
    }
    return call.durationMs
  }
}

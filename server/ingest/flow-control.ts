import type { Bus } from '../bus/bus.ts'
import type { CallId, Party } from '../contracts/call.ts'
import { callMs, type CallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { Stream } from './stream.ts'

/** How far ahead of the wall clock a stream may be and still count as live: jitter and catching up. */
const LIVE_SLACK_MS = 2_000
/** How often held streams are looked at when recognition says nothing. */
const RECHECK_MS = 250

interface FlowControlOptions {
  readonly bus: Bus
  readonly clock: Clock
  /** Audio that a stream faster than real time may be ahead of recognition. */
  readonly maxAheadMs: number
}

interface HeldStream {
  readonly stream: Stream
  readonly resume: () => void
}

/**
 * Slows sources that are faster than recognition, so that a recording streamed at sixteen times its speed
 * loses nothing. A stream is held while it is both too far ahead of what has been decoded and ahead of the
 * wall clock: a live call is never held, however slow recognition is; what happens then is for recognition
 * to say. Decoded positions are read from topic `call`, where every message carries one.
 */
export class FlowControl {
  readonly #options: FlowControlOptions
  readonly #decoded = new Map<CallId, Map<Party, CallMs>>()
  readonly #held = new Set<HeldStream>()
  readonly #closers: readonly (() => void)[]

  constructor(options: FlowControlOptions) {
    this.#options = options
    this.#closers = [
      options.bus.subscribe('call', (message) => this.#note(message)),
      options.clock.every(RECHECK_MS, () => this.#releaseReady()),
    ]
  }

  openCall(callId: CallId): void {
    this.#decoded.set(callId, new Map())
  }

  closeCall(callId: CallId): void {
    this.#decoded.delete(callId)
  }

  hasRoom(stream: Stream): boolean {
    const passedMs = this.#options.clock.now() - stream.startedAt
    if (stream.positionMs - stream.startMs - passedMs <= LIVE_SLACK_MS) return true
    const decoded = this.#decoded.get(stream.callId)
    return stream.tracks.every(
      (track) =>
        track.positionMs - Math.max(track.startMs, decoded?.get(track.party) ?? 0) <=
        this.#options.maxAheadMs,
    )
  }

  /** Calls `resume` once, as soon as the stream has room; the returned function forgets about it. */
  whenRoom(stream: Stream, resume: () => void): () => void {
    const held: HeldStream = { stream, resume }
    this.#held.add(held)
    return () => this.#held.delete(held)
  }

  close(): void {
    for (const close of this.#closers) close()
    this.#held.clear()
  }

  #note(message: CallMessage): void {
    const decoded = this.#decoded.get(message.callId)
    if (decoded === undefined) return
    if (message.type === 'utterance') this.#advance(decoded, message.party, message.atMs)
    if (message.type === 'tick') {
      this.#advance(decoded, 'agent', message.atMs)
      this.#advance(decoded, 'customer', message.atMs)
    }
    this.#releaseReady(message.callId)
  }

  #advance(decoded: Map<Party, CallMs>, party: Party, atMs: CallMs): void {
    decoded.set(party, callMs(Math.max(decoded.get(party) ?? 0, atMs)))
  }

  /** Releases those with room: of one call, or of all. */
  #releaseReady(callId?: CallId): void {
    for (const held of [...this.#held]) {
      if (callId !== undefined && held.stream.callId !== callId) continue
      if (!this.hasRoom(held.stream)) continue
      this.#held.delete(held)
      held.resume()
    }
  }
}

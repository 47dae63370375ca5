import type { SpeechWish } from '../contracts/audio.ts'
import type { CallId, CallInfo, Party } from '../contracts/call.ts'
import { EARLIER_CONTACTS } from '../contracts/earlier-contacts.ts'
import { AppError } from '../contracts/errors.ts'
import { callMs, type CallMs } from '../contracts/time.ts'
import { MAX_ATTRIBUTES, type StartMessage } from './message.ts'
import type { Stream } from './stream.ts'

/** Where a party's earlier stream ended, and whether it had said that it was over. */
interface PartyEnd {
  readonly positionMs: CallMs
  readonly reason: 'paused' | 'lost'
}

/** A call while it has streams: which they are, and how far each party has come. */
export class LiveCall {
  readonly info: CallInfo
  /** The id that the sources know it by; another than its own when that had been used before. */
  readonly askedId: CallId
  agentId: string | null
  readonly #startMs: CallMs
  readonly #streams = new Set<Stream>()
  readonly #ends = new Map<Party, PartyEnd>()
  readonly #attributeNames: Set<string>
  readonly #speech: Omit<SpeechWish, 'sampleRate'>

  constructor(options: {
    readonly info: CallInfo
    readonly askedId: CallId
    /** Call time of the first stream's first sample. */
    readonly startMs: CallMs
    /** What the first stream said of its speech: it holds for others that say nothing. */
    readonly speech: Omit<SpeechWish, 'sampleRate'>
  }) {
    this.info = options.info
    this.#startMs = options.startMs
    this.askedId = options.askedId
    this.agentId = options.info.agentId
    this.#speech = options.speech
    const names = Object.keys(options.info.attributes)
    // A place is kept for what the server itself finds out, unless the start has taken them all.
    this.#attributeNames = new Set(names.length < MAX_ATTRIBUTES ? [...names, EARLIER_CONTACTS] : names)
  }

  get callId(): CallId {
    return this.info.callId
  }

  get streams(): readonly Stream[] {
    return [...this.#streams]
  }

  get isEmpty(): boolean {
    return this.#streams.size === 0
  }

  /** Call time reached by any party so far. */
  get durationMs(): CallMs {
    const ends = [...this.#ends.values()].map((end) => end.positionMs)
    return callMs(Math.max(0, ...ends, ...this.streams.map((stream) => stream.positionMs)))
  }

  /** Where a stream that begins now belongs, as if all audio had come at real time; the first defines call time. */
  positionAt(now: number): CallMs {
    if (this.isEmpty && this.#ends.size === 0) return this.#startMs
    const passedMs = Math.max(0, Math.floor(now - this.info.startedAt))
    return callMs(this.#startMs + passedMs)
  }

  /**
   * Notes further attributes. Each message is limited by itself; this limits what many add up to.
   * @throws AppError `MESSAGE_INVALID` when the call would have too many; none is noted then.
   */
  noteAttributes(attributes: Readonly<Record<string, string>> = {}): void {
    const names = new Set([...this.#attributeNames, ...Object.keys(attributes)])
    if (names.size > MAX_ATTRIBUTES) {
      throw new AppError(
        'MESSAGE_INVALID',
        `attributes: expected at most ${MAX_ATTRIBUTES} names in one call.`,
      )
    }
    for (const name of names) this.#attributeNames.add(name)
  }

  /** What a stream that joins wishes: as it says itself, else as the first one did. */
  speechOf({ language, model, audio }: Pick<StartMessage, 'language' | 'model' | 'audio'>): SpeechWish {
    const speech = language === undefined && model === undefined ? this.#speech : { language, model }
    return { ...speech, sampleRate: audio.sampleRate }
  }

  add(stream: Stream): void {
    this.#streams.add(stream)
  }

  /** Takes out a finished stream; its parties' positions are kept, so that nobody comes back before them. */
  remove(stream: Stream, reason: PartyEnd['reason']): void {
    this.#streams.delete(stream)
    for (const track of stream.tracks) this.#ends.set(track.party, { positionMs: track.positionMs, reason })
  }

  endOf(party: Party): PartyEnd | undefined {
    return this.#ends.get(party)
  }
}

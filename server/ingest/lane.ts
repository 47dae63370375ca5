import { AppError } from '../contracts/errors.ts'
import type { CallMs, WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { countClipped } from './audio/clipping.ts'
import { FrameSplitter } from './audio/frame-splitter.ts'
import { scanRiffHeader, type RiffFormat } from './audio/riff-header.ts'
import { decodeInterleaved, SAMPLE_CODECS } from './audio/sample-codec.ts'
import type { AudioFormat, AudioMessage } from './message.ts'
import { LaneTime, type LaneTimeEvents } from './lane-time.ts'
import type { PartyTrack } from './party-track.ts'

interface LaneOptions {
  readonly format: Pick<AudioFormat, 'encoding' | 'sampleRate'>
  /** The parties in interleaving order; one for a lane of its own. */
  readonly tracks: readonly PartyTrack[]
  /** Call time of the first sample. */
  readonly startMs: CallMs
  /** When the stream started; null when the source has said itself where its first sample belongs. */
  readonly startedAt: WallMs | null
  readonly clock: Clock
  readonly events: LaneEvents
}

/** What a lane found out about its source. */
export interface LaneEvents extends LaneTimeEvents {
  /** A WAV header was found at the start and skipped. */
  header(): void
  /** Samples that lie at the end of the scale. */
  clipped(samples: number): void
}

const EMPTY = Buffer.alloc(0)

/** One run of encoded bytes: finds the samples in it and gives each party its own. */
export class Lane {
  readonly tracks: readonly PartyTrack[]
  readonly #options: LaneOptions
  readonly #splitter: FrameSplitter
  readonly #time: LaneTime
  /** The first bytes, until it is clear whether a WAV header begins there; then null. */
  #head: Buffer | null = EMPTY
  #samples = 0
  #clipped = 0

  constructor(options: LaneOptions) {
    this.#options = options
    this.tracks = options.tracks
    this.#splitter = new FrameSplitter(
      SAMPLE_CODECS[options.format.encoding].bytesPerSample * options.tracks.length,
    )
    this.#time = new LaneTime(options)
  }

  /** Samples per channel received, at the source's rate. */
  get samples(): number {
    return this.#samples
  }

  /** Samples at the end of the scale so far, of all channels. */
  get clippedSamples(): number {
    return this.#clipped
  }

  /** By how much call time differs from what the source's sample clock says, in milliseconds. */
  get driftMs(): number {
    return this.#time.correctionMs
  }

  /** Whether the bytes so far are whole samples of every channel. */
  get aligned(): boolean {
    const stride = SAMPLE_CODECS[this.#options.format.encoding].bytesPerSample * this.tracks.length
    return this.#splitter.carriedBytes === 0 && (this.#head?.length ?? 0) % stride === 0
  }

  /** @throws AppError `MESSAGE_INVALID` when a WAV header contradicts the start. */
  push(message: AudioMessage): void {
    const { bytes } = message
    this.#decode(this.#head === null ? bytes : this.#skipHeader(this.#head, bytes), message)
  }

  /** The source says that it has no audio for this long. */
  gap(durationMs: number): void {
    this.#time.gap(durationMs)
  }

  /** After a dropped connection: the source repeats what was not yet a whole sample. */
  rewind(): void {
    this.#splitter.reset()
    if (this.#head !== null) this.#head = EMPTY
  }

  /** `last`: the message that came last. */
  finish(last: Pick<AudioMessage, 'heardAt'>): void {
    const held = this.#head
    this.#head = null
    if (held !== null) this.#decode(held, last)
    this.#time.finish()
    for (const track of this.tracks) track.finish()
  }

  #decode(bytes: Buffer, message: Pick<AudioMessage, 'heardAt' | 'stampMs' | 'lossKnown'>): void {
    const whole = this.#splitter.push(bytes)
    if (whole.length === 0) return
    const { encoding, sampleRate } = this.#options.format
    const channels = decodeInterleaved({ bytes: whole, encoding, channels: this.tracks.length })
    const count = channels[0]?.length ?? 0
    this.#samples += count
    for (const samples of channels) this.#noteClipped(countClipped(samples))
    this.#time.push({ ...message, channels, durationMs: (count * 1000) / sampleRate })
  }

  #noteClipped(samples: number): void {
    if (samples === 0) return
    this.#clipped += samples
    this.#options.events.clipped(samples)
  }

  /** The audio among the bytes so far; empty while it is not clear. */
  #skipHeader(head: Buffer, bytes: Buffer): Buffer {
    const start = head.length === 0 ? bytes : Buffer.concat([head, bytes])
    const scan = scanRiffHeader(start)
    switch (scan.kind) {
      case 'undecided':
        this.#head = Buffer.from(start)
        return EMPTY
      case 'raw':
        this.#head = null
        return start
      case 'header':
        this.#head = null
        if (scan.format !== null) this.#requireSame(scan.format)
        this.#options.events.header()
        return start.subarray(scan.bytes)
      case 'endless':
        throw new AppError('MESSAGE_INVALID', 'audio: a WAV header without a data chunk in its first 64 KiB.')
    }
  }

  /** Never decode at a rate or width that the header denies: it would be noise that nobody explains. */
  #requireSame(said: RiffFormat): void {
    const { encoding, sampleRate } = this.#options.format
    const channels = this.tracks.length
    if (said.encoding === encoding && said.sampleRate === sampleRate && said.channels === channels) return
    throw new AppError(
      'MESSAGE_INVALID',
      `audio: the WAV header says ${said.encoding ?? 'an unknown encoding'}, ${said.sampleRate} Hz, ` +
        `${said.channels} channels; the start said ${encoding}, ${sampleRate} Hz, ${channels} channels.`,
    )
  }
}

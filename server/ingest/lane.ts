import { AppError } from '../contracts/errors.ts'
import type { WallMs } from '../contracts/time.ts'
import { FrameSplitter } from './audio/frame-splitter.ts'
import { scanRiffHeader, type RiffFormat } from './audio/riff-header.ts'
import { decodeInterleaved, SAMPLE_CODECS } from './audio/sample-codec.ts'
import type { AudioFormat } from './message.ts'
import type { PartyTrack } from './party-track.ts'

interface LaneOptions {
  readonly format: Pick<AudioFormat, 'encoding' | 'sampleRate'>
  /** The parties in interleaving order; one for a lane of its own. */
  readonly tracks: readonly PartyTrack[]
  /** Told when a WAV header was found at the start and skipped. */
  readonly onHeader: () => void
}

const EMPTY = Buffer.alloc(0)

/** One run of encoded bytes: finds the samples in it and gives each party its own. */
export class Lane {
  readonly tracks: readonly PartyTrack[]
  readonly #options: LaneOptions
  readonly #splitter: FrameSplitter
  /** The first bytes, until it is clear whether a WAV header begins there; then null. */
  #head: Buffer | null = EMPTY
  #samples = 0

  constructor(options: LaneOptions) {
    this.#options = options
    this.tracks = options.tracks
    this.#splitter = new FrameSplitter(
      SAMPLE_CODECS[options.format.encoding].bytesPerSample * options.tracks.length,
    )
  }

  /** Samples per channel received, at the source's rate. */
  get samples(): number {
    return this.#samples
  }

  /** Whether the bytes so far are whole samples of every channel. */
  get aligned(): boolean {
    const stride = SAMPLE_CODECS[this.#options.format.encoding].bytesPerSample * this.tracks.length
    return this.#splitter.carriedBytes === 0 && (this.#head?.length ?? 0) % stride === 0
  }

  /** @throws AppError `MESSAGE_INVALID` when a WAV header contradicts the start. */
  push(bytes: Buffer, heardAt: WallMs): void {
    this.#decode(this.#head === null ? bytes : this.#skipHeader(this.#head, bytes), heardAt)
  }

  /** After a dropped connection: the source repeats what was not yet a whole sample. */
  rewind(): void {
    this.#splitter.reset()
    if (this.#head !== null) this.#head = EMPTY
  }

  finish(heardAt: WallMs): void {
    const held = this.#head
    this.#head = null
    if (held !== null) this.#decode(held, heardAt)
    for (const track of this.tracks) track.finish()
  }

  #decode(bytes: Buffer, heardAt: WallMs): void {
    const whole = this.#splitter.push(bytes)
    if (whole.length === 0) return
    const channels = decodeInterleaved({
      bytes: whole,
      encoding: this.#options.format.encoding,
      channels: this.tracks.length,
    })
    this.#samples += channels[0]?.length ?? 0
    this.tracks.forEach((track, index) => track.push(channels[index] ?? new Int16Array(), heardAt))
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
        this.#options.onHeader()
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

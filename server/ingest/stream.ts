import type { CallAudioSink } from '../contracts/audio.ts'
import type { AudioSource, CallId, Party } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import { callMs, type CallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import type { IngestMetrics } from './ingest-metrics.ts'
import { Lane, type LaneEvents } from './lane.ts'
import { MAX_CALL_MS, type AudioMessage, type GapMessage, type StartMessage } from './message.ts'
import { PartyTrack } from './party-track.ts'

/** Whoever feeds a stream now; told when another connection has resumed it. */
export interface StreamOwner {
  displaced(): void
  /** The stream cannot be recognised and has ended. */
  failed(error: AppError): void
}

interface StreamOptions {
  readonly streamId: string
  readonly callId: CallId
  readonly source: AudioSource
  readonly start: Pick<StartMessage, 'audio' | 'layout' | 'atMs'>
  /** Name of the model that recognises it. */
  readonly model: string
  /** Call time of the first sample. */
  readonly startMs: CallMs
  readonly startedAt: WallMs
  readonly owner: StreamOwner
  readonly sink: CallAudioSink
  readonly metrics: IngestMetrics
  readonly clock: Clock
}

/**
 * The audio of one or two parties from one source, across however many connections it takes. It knows its
 * place in the call to the sample; who feeds it may change.
 */
export class Stream {
  readonly streamId: string
  readonly callId: CallId
  readonly source: AudioSource
  readonly parties: readonly Party[]
  readonly model: string
  readonly startMs: CallMs
  readonly startedAt: WallMs
  /** Null while the connection is gone and may come back. */
  owner: StreamOwner | null
  readonly #metrics: IngestMetrics
  readonly #lanes: readonly Lane[]
  #heardAt: WallMs

  constructor(options: StreamOptions) {
    const { audio, layout = 'interleaved' } = options.start
    this.streamId = options.streamId
    this.callId = options.callId
    this.source = options.source
    this.parties = audio.channels
    this.model = options.model
    this.startMs = options.startMs
    this.startedAt = options.startedAt
    this.owner = options.owner
    this.#metrics = options.metrics
    this.#heardAt = options.startedAt

    const { callId, model, startMs, sink, clock } = options
    const tracks = audio.channels.map(
      (party) => new PartyTrack({ callId, party, model, sampleRate: audio.sampleRate, startMs, sink }),
    )
    const startedAt = options.start.atMs === undefined ? options.startedAt : null
    const events = this.#laneEvents()
    this.#lanes = (layout === 'separate' ? tracks.map((track) => [track]) : [tracks]).map(
      (own) => new Lane({ format: audio, tracks: own, startMs, startedAt, clock, events }),
    )
  }

  get tracks(): readonly PartyTrack[] {
    return this.#lanes.flatMap((lane) => lane.tracks)
  }

  /** Samples per channel received, at the source's rate. */
  get samples(): number {
    return Math.max(...this.#lanes.map((lane) => lane.samples))
  }

  /** Samples at the end of the scale so far, of all parties. */
  get clippedSamples(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.clippedSamples, 0)
  }

  /** By how much call time differs from what the source's sample clock says, in whole milliseconds. */
  get driftMs(): number {
    const drifts = this.#lanes.map((lane) => Math.round(lane.driftMs))
    return drifts.reduce((most, drift) => (Math.abs(drift) > Math.abs(most) ? drift : most), 0)
  }

  /** Call time that the stream has reached. */
  get positionMs(): CallMs {
    return callMs(Math.max(...this.tracks.map((track) => track.positionMs)))
  }

  /** @throws AppError `FRAME_UNEXPECTED`, or `MESSAGE_INVALID` when a WAV header contradicts the start. */
  push(message: AudioMessage): void {
    this.#heardAt = message.heardAt
    this.#laneOf(message.party).push(message)
    this.#metrics.audio(this.source, message.bytes.length)
  }

  /** @throws AppError `MESSAGE_INVALID` when the call would become too long; nothing has changed then. */
  gap({ durationMs }: GapMessage): void {
    if (this.positionMs + durationMs > MAX_CALL_MS) {
      throw new AppError('MESSAGE_INVALID', `durationMs: expected a call of at most ${MAX_CALL_MS} ms.`)
    }
    for (const lane of this.#lanes) lane.gap(durationMs)
  }

  /** @throws AppError `AUDIO_MISALIGNED` when the audio so far ends inside a sample. */
  requireAligned(): void {
    if (this.#lanes.every((lane) => lane.aligned)) return
    throw new AppError(
      'AUDIO_MISALIGNED',
      `audio: expected a whole number of samples of ${this.parties.join(' and ')}.`,
    )
  }

  /** Makes ready for the source to send on from `samples`. */
  rewind(): void {
    for (const lane of this.#lanes) lane.rewind()
  }

  /** Gives the last samples away and ends the parties. */
  finish(): void {
    for (const lane of this.#lanes) lane.finish({ heardAt: this.#heardAt })
  }

  #laneEvents(): LaneEvents {
    const { source } = this
    const metrics = this.#metrics
    return {
      header: () => metrics.headerSkipped(source),
      clipped: (samples) => metrics.clipped(source, samples),
      gap: (reason) => metrics.gap(source, reason),
      missing: (durationMs, by) => metrics.missing(source, by, durationMs),
      badStamp: () => metrics.dropped(source, 'timestamp'),
    }
  }

  #laneOf(party: Party | undefined): Lane {
    const lane = this.#lanes.find((candidate) =>
      party === undefined
        ? this.#lanes.length === 1
        : candidate.tracks.some((track) => track.party === party),
    )
    if (lane === undefined) throw new AppError('FRAME_UNEXPECTED', 'audio: expected a party of this stream.')
    return lane
  }
}

import type { AudioSource, EndReason } from '../contracts/call.ts'
import type { AudioGap } from '../contracts/audio.ts'
import type { ErrorCode } from '../contracts/errors.ts'
import type { MissingBy } from './lane-time.ts'
import { Counter, Gauge, type Registry } from '../platform/metrics.ts'

/** Why a message was dropped without ending its stream. */
export type DropReason =
  | 'not_json'
  | 'not_base64'
  | 'not_text'
  | 'malformed'
  | 'before_start'
  | 'second_start'
  | 'unknown_track'
  | 'timestamp'
  | 'repeated'
  | 'late'
  | 'attribute'
  | 'after_stop'
  | 'slow_reader'

/** Everything this room counts. No label carries anything of a call or a person. */
export class IngestMetrics {
  readonly #opened: Counter<'source'>
  readonly #closed: Counter<'source' | 'reason'>
  readonly #live: Gauge<'source'>
  readonly #frames: Counter<'source'>
  readonly #bytes: Counter<'source'>
  readonly #errors: Counter<'source' | 'code'>
  readonly #resumed: Counter<'source'>
  readonly #gaps: Counter<'source' | 'reason'>
  readonly #dropped: Counter<'source' | 'reason'>
  readonly #headers: Counter<'source'>
  readonly #held: Counter<'source'>
  readonly #paced: Counter<'source'>
  readonly #missing: Counter<'source' | 'by'>
  readonly #clipped: Counter<'source'>
  readonly #clippedStreams: Counter<'source'>
  readonly #reordered: Counter<'source'>

  constructor(registry: Registry) {
    const registers = [registry]
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
      new Counter({ name: `earshot_ingest_${name}`, help, labelNames: [...labelNames], registers })
    this.#opened = counter('streams_opened_total', 'Streams started.', ['source'])
    this.#closed = counter('streams_closed_total', 'Streams ended, by reason.', ['source', 'reason'])
    this.#live = new Gauge({
      name: 'earshot_ingest_streams',
      help: 'Streams that are live or can still be resumed.',
      labelNames: ['source'],
      registers,
    })
    this.#frames = counter('frames_total', 'Audio messages taken.', ['source'])
    this.#bytes = counter('bytes_total', 'Bytes of encoded audio taken.', ['source'])
    this.#errors = counter('errors_total', 'Refused connections and messages, by code.', ['source', 'code'])
    this.#resumed = counter('streams_resumed_total', 'Streams resumed after a dropped connection.', [
      'source',
    ])
    this.#gaps = counter('gaps_total', 'Stretches without audio.', ['source', 'reason'])
    this.#dropped = counter('messages_dropped_total', 'Messages dropped while their stream went on.', [
      'source',
      'reason',
    ])
    this.#headers = counter('wav_headers_skipped_total', 'WAV headers found in raw streams.', ['source'])
    this.#held = counter('holds_total', 'Times a stream faster than recognition was held.', ['source'])
    this.#missing = counter(
      'missing_ms_total',
      'Milliseconds of audio that never came and were not announced, by what showed it.',
      ['source', 'by'],
    )
    this.#clipped = counter('clipped_samples_total', 'Samples at the end of the scale.', ['source'])
    this.#clippedStreams = counter(
      'clipped_streams_total',
      'Ended streams in which more than one sample in a thousand was at the end of the scale.',
      ['source'],
    )
    this.#reordered = counter('messages_reordered_total', 'Messages put back in their place.', ['source'])
    this.#paced = counter('waits_total', 'Times a source of too many control messages had to wait.', [
      'source',
    ])
  }

  streamOpened(source: AudioSource): void {
    this.#opened.inc({ source })
    this.#live.inc({ source })
  }

  streamClosed(source: AudioSource, reason: EndReason): void {
    this.#closed.inc({ source, reason })
    this.#live.dec({ source })
  }

  audio(source: AudioSource, bytes: number): void {
    this.#frames.inc({ source })
    this.#bytes.inc({ source }, bytes)
  }

  error(source: AudioSource, code: ErrorCode): void {
    this.#errors.inc({ source, code })
  }

  resumed(source: AudioSource): void {
    this.#resumed.inc({ source })
  }

  /** Counts audio that is missing, by the milliseconds. */
  missing(source: AudioSource, by: MissingBy, durationMs: number): void {
    this.#missing.inc({ source, by }, durationMs)
  }

  clipped(source: AudioSource, samples: number): void {
    this.#clipped.inc({ source }, samples)
  }

  clippedStream(source: AudioSource): void {
    this.#clippedStreams.inc({ source })
  }

  reordered(source: AudioSource): void {
    this.#reordered.inc({ source })
  }

  gap(source: AudioSource, reason: AudioGap['reason']): void {
    this.#gaps.inc({ source, reason })
  }

  dropped(source: AudioSource, reason: DropReason): void {
    this.#dropped.inc({ source, reason })
  }

  headerSkipped(source: AudioSource): void {
    this.#headers.inc({ source })
  }

  held(source: AudioSource): void {
    this.#held.inc({ source })
  }

  paced(source: AudioSource): void {
    this.#paced.inc({ source })
  }
}

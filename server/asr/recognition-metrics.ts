import { Counter, DELAY_BUCKETS_MS, Gauge, Histogram, type Registry } from '../platform/metrics.ts'
import type { WorkerStats } from './ipc-message.ts'
import type { UtteranceDraft } from './transcript-assembler.ts'

/** Read when metrics are collected. */
export interface RecognitionSnapshot {
  readonly calls: number
  readonly maxLagMs: number
  readonly keptAudioMs: number
  readonly readyWorkers: number
}

/** Everything that recognition counts. */
export class RecognitionMetrics {
  /** Audio waiting undecoded, once a second of every call. */
  readonly lagMs: Histogram
  readonly droppedMs: Counter<'reason'>
  readonly refusedFrames: Counter<'reason'>
  readonly restarts: Counter<'reason'>
  readonly faults: Counter
  readonly nativeLines: Counter
  readonly #utterances: Counter<'state'>
  readonly #words: Counter
  readonly #strayWords: Counter
  readonly #cpuSeconds: Counter
  readonly #decodedSeconds: Counter
  readonly #fedSeconds: Counter
  readonly #rssBytes: Gauge<'worker'>
  readonly #recognisers: Gauge<'worker' | 'state'>

  constructor(registry: Registry, snapshot: () => RecognitionSnapshot) {
    const registers = [registry]
    const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
      new Counter({ name: `earshot_asr_${name}`, help, labelNames, registers })
    const gauge = (name: string, help: string, read: (state: RecognitionSnapshot) => number): void => {
      new Gauge({
        name: `earshot_asr_${name}`,
        help,
        registers,
        collect() {
          this.set(read(snapshot()))
        },
      })
    }
    this.lagMs = new Histogram({
      name: 'earshot_asr_lag_milliseconds',
      help: 'Audio that waits undecoded, observed at every tick of every call.',
      buckets: DELAY_BUCKETS_MS,
      registers,
    })
    this.droppedMs = counter('dropped_audio_milliseconds_total', 'Audio that was not decoded.', ['reason'])
    this.refusedFrames = counter('refused_frames_total', 'Frames that were not taken.', ['reason'])
    this.restarts = counter('worker_exits_total', 'Workers that ended without being asked to.', ['reason'])
    this.faults = counter('faults_total', 'Times the native recogniser refused samples.', [])
    this.nativeLines = counter('native_lines_total', 'Lines that workers wrote to their error stream.', [])
    this.#utterances = counter('utterances_total', 'Utterance messages published.', ['state'])
    this.#words = counter('words_total', 'Words in finals.', [])
    this.#strayWords = counter(
      'stray_words_total',
      'Words thrown away as another call could have said them.',
      [],
    )
    this.#cpuSeconds = counter('worker_cpu_seconds_total', 'CPU time of workers.', [])
    this.#decodedSeconds = counter(
      'decoded_audio_seconds_total',
      'Audio that passed the speech gate or was held back by it.',
      [],
    )
    this.#fedSeconds = counter('speech_audio_seconds_total', 'Audio that reached a recogniser.', [])
    this.#rssBytes = new Gauge({
      name: 'earshot_asr_worker_rss_bytes',
      help: 'Resident memory of a worker.',
      labelNames: ['worker'],
      registers,
    })
    this.#recognisers = new Gauge({
      name: 'earshot_asr_recognisers',
      help: 'Recognisers of a worker.',
      labelNames: ['worker', 'state'],
      registers,
    })
    gauge('live_calls', 'Calls that are open.', (state) => state.calls)
    gauge('max_lag_milliseconds', 'Largest lag of all live calls, in audio time.', (state) => state.maxLagMs)
    gauge(
      'kept_audio_milliseconds',
      'Audio in memory because its words are not final.',
      (state) => state.keptAudioMs,
    )
    gauge('ready_workers', 'Workers that have loaded the model.', (state) => state.readyWorkers)
  }

  utterance(draft: UtteranceDraft): void {
    this.#utterances.inc({ state: draft.state })
    if (draft.state === 'final') this.#words.inc(draft.words.length)
  }

  /** Adds what a worker has done since `before`; null when it has just started. */
  worker(report: { worker: number; stats: WorkerStats; before: WorkerStats | null }): void {
    const { stats, before } = report
    const since = (key: 'cpuMs' | 'decodedMs' | 'fedMs' | 'strayWords'): number =>
      stats[key] - (before?.[key] ?? 0)
    this.#cpuSeconds.inc(since('cpuMs') / 1000)
    this.#decodedSeconds.inc(since('decodedMs') / 1000)
    this.#fedSeconds.inc(since('fedMs') / 1000)
    this.#strayWords.inc(since('strayWords'))
    const worker = String(report.worker)
    this.#rssBytes.set({ worker }, stats.rssBytes)
    this.#recognisers.set({ worker, state: 'busy' }, stats.busyRecognisers)
    this.#recognisers.set({ worker, state: 'idle' }, stats.recognisers - stats.busyRecognisers)
  }
}

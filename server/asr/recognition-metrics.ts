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

/** What the workers of one model count. */
export interface PoolMetrics extends Pick<
  RecognitionMetrics,
  'starts' | 'exits' | 'moves' | 'renewals' | 'faults' | 'nativeLines'
> {
  /**
   * Adds what a worker has done since `before`; null when it has just started. Two may report for one place;
   * sizes are those of the `serving` one.
   */
  worker(report: WorkerReport): void
  /** Its workers have ended: their sizes are no longer shown. */
  forget(): void
}

interface WorkerReport {
  readonly worker: number
  readonly stats: WorkerStats
  readonly before: WorkerStats | null
  readonly serving: boolean
}

/** Everything that recognition counts. */
export class RecognitionMetrics {
  /** Audio waiting undecoded, once a second of every call. */
  readonly lagMs: Histogram
  readonly droppedMs: Counter<'reason'>
  readonly refusedFrames: Counter<'reason'>
  readonly starts: Counter
  readonly exits: Counter<'reason'>
  readonly moves: Counter<'how'>
  readonly renewals: Counter<'reason' | 'outcome'>
  readonly faults: Counter
  readonly nativeLines: Counter
  readonly #utterances: Counter<'state'>
  readonly #words: Counter
  readonly #strayWords: Counter
  readonly #cpuSeconds: Counter<'model'>
  readonly #decodedSeconds: Counter<'model'>
  readonly #fedSeconds: Counter<'model'>
  readonly #rssBytes: Gauge<'model' | 'worker'>
  readonly #recognisers: Gauge<'model' | 'worker' | 'state'>

  constructor(registry: Registry, snapshot: () => RecognitionSnapshot) {
    const registers = [registry]
    const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
      new Counter({ name: `earshot_asr_${name}`, help, labelNames, registers })
    this.lagMs = new Histogram({
      name: 'earshot_asr_lag_milliseconds',
      help: 'Audio that waits undecoded, observed at every tick of every call.',
      buckets: DELAY_BUCKETS_MS,
      registers,
    })
    this.droppedMs = counter('dropped_audio_milliseconds_total', 'Audio that was not decoded.', ['reason'])
    this.refusedFrames = counter('refused_frames_total', 'Frames that were not taken.', ['reason'])
    this.starts = counter('worker_starts_total', 'Workers that were started.', [])
    this.exits = counter('worker_exits_total', 'Workers that ended while the server ran.', ['reason'])
    this.moves = counter('worker_moves_total', 'Channels that went on with another worker.', ['how'])
    this.renewals = counter('worker_renewals_total', 'Workers to be replaced while they served.', [
      'reason',
      'outcome',
    ])
    this.faults = counter('faults_total', 'Times the native recogniser refused samples.', [])
    this.nativeLines = counter('native_lines_total', 'Lines that workers wrote to their error stream.', [])
    this.#utterances = counter('utterances_total', 'Utterance messages published.', ['state'])
    this.#words = counter('words_total', 'Words in finals.', [])
    this.#strayWords = counter(
      'stray_words_total',
      'Words thrown away as another call could have said them.',
      [],
    )
    this.#cpuSeconds = counter('worker_cpu_seconds_total', 'CPU time of workers.', ['model'])
    this.#decodedSeconds = counter(
      'decoded_audio_seconds_total',
      'Audio that passed the speech gate or was held back by it.',
      ['model'],
    )
    this.#fedSeconds = counter('speech_audio_seconds_total', 'Audio that reached a recogniser.', ['model'])
    this.#rssBytes = new Gauge({
      name: 'earshot_asr_worker_rss_bytes',
      help: 'Resident memory of a worker.',
      labelNames: ['model', 'worker'],
      registers,
    })
    this.#recognisers = new Gauge({
      name: 'earshot_asr_recognisers',
      help: 'Recognisers of a worker.',
      labelNames: ['model', 'worker', 'state'],
      registers,
    })
    addGauges(registry, snapshot)
  }

  utterance(draft: UtteranceDraft): void {
    this.#utterances.inc({ state: draft.state })
    if (draft.state === 'final') this.#words.inc(draft.words.length)
  }

  /** For the workers of one model, which name their places from 0 on. */
  ofModel(model: string): PoolMetrics {
    const { starts, exits, moves, renewals, faults, nativeLines } = this
    const shown = new Set<number>()
    return {
      ...{ starts, exits, moves, renewals, faults, nativeLines },
      worker: (report) => {
        if (report.serving) shown.add(report.worker)
        this.#worker(model, report)
      },
      forget: () => {
        for (const worker of shown) this.#forget({ model, worker: String(worker) })
        shown.clear()
      },
    }
  }

  #worker(model: string, report: WorkerReport): void {
    const { stats, before } = report
    const since = (key: 'cpuMs' | 'decodedMs' | 'fedMs' | 'strayWords'): number =>
      stats[key] - (before?.[key] ?? 0)
    this.#cpuSeconds.inc({ model }, since('cpuMs') / 1000)
    this.#decodedSeconds.inc({ model }, since('decodedMs') / 1000)
    this.#fedSeconds.inc({ model }, since('fedMs') / 1000)
    this.#strayWords.inc(since('strayWords'))
    if (!report.serving) return
    const place = { model, worker: String(report.worker) }
    this.#rssBytes.set(place, stats.rssBytes)
    this.#recognisers.set({ ...place, state: 'busy' }, stats.busyRecognisers)
    this.#recognisers.set({ ...place, state: 'idle' }, stats.recognisers - stats.busyRecognisers)
  }

  #forget(place: { readonly model: string; readonly worker: string }): void {
    this.#rssBytes.remove(place)
    for (const state of ['busy', 'idle']) this.#recognisers.remove({ ...place, state })
  }
}

function addGauges(registry: Registry, snapshot: () => RecognitionSnapshot): void {
  const gauge = (name: string, help: string, read: (state: RecognitionSnapshot) => number): void => {
    new Gauge({
      name: `earshot_asr_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(snapshot()))
      },
    })
  }
  gauge('live_calls', 'Calls that are open.', (state) => state.calls)
  gauge('max_lag_milliseconds', 'Largest lag of all live calls, in audio time.', (state) => state.maxLagMs)
  gauge(
    'kept_audio_milliseconds',
    'Audio in memory because its words are not final.',
    (state) => state.keptAudioMs,
  )
  gauge('ready_workers', 'Workers that have loaded the model.', (state) => state.readyWorkers)
}

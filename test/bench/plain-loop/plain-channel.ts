import type { CallId, Party } from '../../../server/contracts/call.ts'
import type { ModelPointer, RecognizerPointer, VoskLibrary } from '../../../server/asr/worker/vosk-library.ts'
import { systemClock } from '../../../server/platform/clock.ts'
import type { LoopedAudio } from '../play/bench-audio.ts'
import { CHUNK_MS } from '../play/play-plan.ts'

/** What the library said, as it said it, once its chunk had been decoded. */
export interface Saying {
  readonly kind: 'partial' | 'result'
  readonly json: string
  /** Position in the audio up to which the recogniser had been fed. */
  readonly atMs: number
  readonly wallMs: number
}

interface PlainChannelOptions {
  readonly library: VoskLibrary
  readonly model: ModelPointer
  readonly callId: CallId
  readonly party: Party
  readonly audio: LoopedAudio
  readonly durationMs: number
  /** Wall time after the start of the run at which the channel begins. */
  readonly startMs: number
  readonly keepPartials: boolean
  readonly keepResults: boolean
}

/**
 * One party the plain way, as vosk-server does it: a recogniser of its own made when the channel begins, all
 * audio in chunks of 100 ms, a partial after each, a result where the library hears the end of an utterance.
 */
export class PlainChannel {
  readonly sayings: Saying[] = []
  readonly #options: PlainChannelOptions
  #recognizer: RecognizerPointer | null = null
  #fedMs = 0

  constructor(options: PlainChannelOptions) {
    this.#options = options
  }

  get callId(): CallId {
    return this.#options.callId
  }

  get party(): Party {
    return this.#options.party
  }

  get startMs(): number {
    return this.#options.startMs
  }

  /** Position at which the next chunk is complete. */
  get nextMs(): number {
    return Math.min(this.#fedMs + CHUNK_MS, this.#options.durationMs)
  }

  get leftMs(): number {
    return this.#options.durationMs - this.#fedMs
  }

  /** Decodes the next chunk. */
  step(): void {
    const { library, audio, keepPartials } = this.#options
    const recognizer = (this.#recognizer ??= this.#newRecognizer())
    const samples = audio.between(this.#fedMs, this.nextMs)
    this.#fedMs = this.nextMs
    const answer = library.acceptWaveform(recognizer, samples, samples.length)
    if (answer < 0) throw new Error('the library refused samples')
    if (answer === 1) {
      this.#keep('result', library.result(recognizer))
      return
    }
    // Asked for whether it is kept or not: a client wants to see it.
    const json = library.partialResult(recognizer)
    if (keepPartials) this.#keep('partial', json)
  }

  /** The channel has ended: its last words. */
  end(): void {
    if (this.#recognizer === null) return
    this.#keep('result', this.#options.library.finalResult(this.#recognizer))
    this.#options.library.freeRecognizer(this.#recognizer)
    this.#recognizer = null
  }

  #keep(kind: Saying['kind'], json: string): void {
    if (kind === 'result' && !this.#options.keepResults) return
    this.sayings.push({ kind, json, atMs: this.#fedMs, wallMs: systemClock.now() })
  }

  #newRecognizer(): RecognizerPointer {
    const { library, model, audio } = this.#options
    const recognizer = library.newRecognizer(model, audio.rate)
    if (recognizer === null) throw new Error('the library made no recogniser')
    library.setWords(recognizer, 1)
    return recognizer
  }
}

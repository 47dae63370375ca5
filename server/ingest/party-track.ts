import type { AudioGap, CallAudioSink, RecognitionRate } from '../contracts/audio.ts'
import type { CallId, Party } from '../contracts/call.ts'
import { callMs, type CallMs, type WallMs } from '../contracts/time.ts'
import { AudioClock } from './audio/audio-clock.ts'
import { Resampler } from './audio/resampler.ts'

interface PartyTrackOptions {
  readonly callId: CallId
  readonly party: Party
  /** Name of the model that recognises it. */
  readonly model: string
  /** Rate of the source, in Hz. */
  readonly sampleRate: number
  /** Call time of the first sample. */
  readonly startMs: CallMs
  readonly sink: CallAudioSink
}

/** 8 kHz stays as it is, for models of telephone speech; all else goes on at 16 kHz. */
function recognitionRate(sampleRate: number): RecognitionRate {
  return sampleRate === 8000 ? 8000 : 16000
}

/**
 * One party's audio on its way from decoded samples to the sink: resampled where needed and put on call time.
 * The position is counted in samples; what its lane knows of the source's clock is added, a fraction of a
 * millisecond at a time.
 */
export class PartyTrack {
  readonly party: Party
  readonly startMs: CallMs
  readonly #options: PartyTrackOptions
  readonly #rate: RecognitionRate
  readonly #clock = new AudioClock()
  #resampler: Resampler | null
  /** Samples at `#rate` since call time 0. Whole, because both rates have whole samples in a millisecond. */
  #position: number
  /** Call time minus position. */
  #correctionMs = 0
  #heardAt: WallMs | null = null

  constructor(options: PartyTrackOptions) {
    this.#options = options
    this.party = options.party
    this.startMs = options.startMs
    this.#rate = recognitionRate(options.sampleRate)
    this.#resampler = this.#newResampler()
    this.#position = this.#samplesIn(options.startMs)
  }

  /** Call time up to which audio has gone to the sink or been declared missing. */
  get positionMs(): CallMs {
    return callMs(Math.floor((this.#position * 1000) / this.#rate + this.#correctionMs))
  }

  /** Whether any audio has come. */
  get heard(): boolean {
    return this.#heardAt !== null
  }

  /** `correctionMs`: what to add to positions from here on; it must not differ by a millisecond from the last. */
  push(audio: {
    readonly samples: Int16Array
    readonly heardAt: WallMs
    readonly correctionMs: number
  }): void {
    const { samples, heardAt } = audio
    this.#heardAt = heardAt
    this.#correctionMs = audio.correctionMs
    this.#emit(this.#resampler?.push(samples) ?? samples, heardAt)
  }

  /** Call time goes on without audio, and the sink is told. */
  gap(gap: { readonly durationMs: number; readonly reason: AudioGap['reason'] }): void {
    this.#flush()
    const fromMs = this.positionMs
    this.#position += this.#samplesIn(gap.durationMs)
    this.#options.sink.gap({
      callId: this.#options.callId,
      party: this.party,
      fromMs,
      toMs: callMs(fromMs + gap.durationMs),
      reason: gap.reason,
    })
  }

  /** The party's first sample comes this much later than the stream began; nothing is missing. */
  startLater(durationMs: number): void {
    this.#position += this.#samplesIn(durationMs)
  }

  /** Lost audio that is too short for a gap: the position goes on, call time does not before it is corrected. */
  absorb(durationMs: number): void {
    this.#position += this.#samplesIn(durationMs)
    this.#correctionMs -= durationMs
  }

  /** Gives the sink what the resampler still holds, and ends the party. */
  finish(): void {
    this.#flush()
    if (this.heard) this.#options.sink.endParty(this.#options.callId, this.party)
  }

  #newResampler(): Resampler | null {
    const { sampleRate } = this.#options
    return sampleRate === this.#rate ? null : new Resampler({ fromRate: sampleRate, toRate: this.#rate })
  }

  #flush(): void {
    if (this.#resampler === null || this.#heardAt === null) return
    this.#emit(this.#resampler.flush(), this.#heardAt)
    this.#resampler = this.#newResampler()
  }

  #emit(samples: Int16Array, heardAt: WallMs): void {
    if (samples.length === 0) return
    const atMs = this.positionMs
    this.#position += samples.length
    this.#clock.observe({ arrivedAt: heardAt, position: this.positionMs })
    this.#options.sink.audio({
      callId: this.#options.callId,
      party: this.party,
      atMs,
      samples,
      rate: this.#rate,
      model: this.#options.model,
      capturedAt: this.#clock.capturedAt(this.positionMs),
      heardAt,
    })
  }

  #samplesIn(ms: number): number {
    return (ms * this.#rate) / 1000
  }
}

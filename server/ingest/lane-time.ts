import type { AudioGap } from '../contracts/audio.ts'
import type { CallMs, WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { PAUSE_MS, RealTimeLock } from './audio/real-time-lock.ts'
import { SourceStamps } from './audio/source-stamps.ts'
import { LateAudio, type DecodedAudio } from './late-audio.ts'
import { MAX_CALL_MS, MAX_GAP_MS, type AudioMessage } from './message.ts'
import type { PartyTrack } from './party-track.ts'

/** Missing audio shorter than this is no gap, which would end an utterance: call time runs on faster instead. */
const LEAST_GAP_MS = 100
/** A source whose first audio takes longer than this to come was silent until then. */
const LEAST_WAIT_MS = 1_000

/** What showed that audio is missing. */
export type MissingBy = 'stamps' | 'arrival'

/** What came of the audio's place in time. */
export interface LaneTimeEvents {
  /** A party is told of a gap. */
  gap(reason: AudioGap['reason']): void
  /** `durationMs` of audio never came, although the source did not say so. */
  missing(durationMs: number, by: MissingBy): void
  /** A time stamp made no sense and was ignored. */
  badStamp(): void
}

interface LaneTimeOptions {
  readonly tracks: readonly PartyTrack[]
  /** Call time of the first sample. */
  readonly startMs: CallMs
  /** When the stream started; null when the source has said itself where its first sample belongs. */
  readonly startedAt: WallMs | null
  readonly clock: Clock
  readonly events: LaneTimeEvents
}

type StampedAudio = DecodedAudio & Pick<AudioMessage, 'stampMs' | 'lossKnown'>

/**
 * Puts the audio of one lane on call time. Samples move it; what the source says, what its stamps show and when
 * its audio arrives tell where samples are missing and how far its sample clock is off.
 */
export class LaneTime {
  readonly #options: LaneTimeOptions
  readonly #lock = new RealTimeLock()
  readonly #stamps = new SourceStamps()
  readonly #late: LateAudio
  /** Where the lane has come, by samples and gaps alone; audio that is held has not been counted. */
  #positionMs: number
  #heldMs = 0
  #newestAt = 0
  #heard = false
  /** Whether the first audio has its place. */
  #begun = false

  constructor(options: LaneTimeOptions) {
    this.#options = options
    this.#positionMs = options.startMs
    this.#late = new LateAudio({
      clock: options.clock,
      excessMs: () => this.#excessMs(this.#newestAt, this.#positionMs + this.#heldMs),
      onJudged: (held, missingMs) => this.#judged(held, missingMs),
    })
  }

  get correctionMs(): number {
    return this.#lock.correctionMs
  }

  push(audio: StampedAudio): void {
    if (audio.stampMs !== undefined) {
      this.#heedStamp(audio.stampMs, audio.lossKnown ?? false)
      this.#begun = true
    }
    this.#heard = true
    if (this.#late.holding || this.#comesLate(audio)) this.#hold(audio)
    else this.#place(audio)
  }

  /** The source says so. */
  gap(durationMs: number): void {
    this.#late.release()
    this.#skip(durationMs, 'paused')
  }

  finish(): void {
    this.#late.release()
  }

  #comesLate({ durationMs, heardAt: arrivedAt }: DecodedAudio): boolean {
    const endMs = this.#positionMs + durationMs
    const excessMs = this.#excessMs(arrivedAt, endMs)
    if (!this.#begun) return excessMs > LEAST_WAIT_MS
    return this.#lock.pauseMs({ arrivedAt, durationMs }) > PAUSE_MS && excessMs > LEAST_GAP_MS
  }

  /** How much later than its place audio came; the first one's place is the start of the stream. */
  #excessMs(arrivedAt: number, endMs: number): number {
    if (this.#begun) return this.#lock.excessMs({ arrivedAt, endMs })
    const { startedAt, startMs } = this.#options
    return startedAt === null ? 0 : arrivedAt - startedAt - (endMs - startMs)
  }

  #hold(audio: DecodedAudio): void {
    this.#heldMs += audio.durationMs
    this.#newestAt = audio.heardAt
    this.#late.hold(audio)
  }

  #judged(held: readonly DecodedAudio[], missingMs: number): void {
    this.#heldMs = 0
    if (!this.#begun) this.#startLater(Math.floor(missingMs))
    else if (missingMs >= LEAST_GAP_MS) this.#infer(missingMs)
    for (const audio of held) this.#place(audio)
  }

  #place(audio: DecodedAudio): void {
    const { channels, durationMs, heardAt } = audio
    this.#begun = true
    this.#lock.advance(durationMs)
    this.#positionMs += durationMs
    this.#lock.observe({ arrivedAt: heardAt, durationMs, endMs: this.#positionMs })
    const { correctionMs } = this.#lock
    this.#options.tracks.forEach((track, index) => {
      const samples = channels[index]
      if (samples !== undefined) track.push({ samples, heardAt, correctionMs })
    })
    if (this.#lock.missingMs > 0) this.#infer(this.#lock.missingMs)
  }

  /** Arrival says that audio is missing. It may be wrong, so the lock is told. */
  #infer(missingMs: number): void {
    const durationMs = Math.round(missingMs)
    this.#options.events.missing(durationMs, 'arrival')
    this.#skip(durationMs, 'lost')
    this.#lock.gave(durationMs)
  }

  #heedStamp(stampMs: number, lossKnown: boolean): void {
    const positionMs = this.#positionMs + this.#heldMs
    const elapsedMs = positionMs - this.#options.startMs
    const missingMs = this.#heard
      ? this.#stamps.missingMs({ stampMs, elapsedMs, lossKnown })
      : Math.floor(stampMs - elapsedMs)
    if (missingMs <= 0) return
    if (missingMs > MAX_GAP_MS || positionMs + missingMs > MAX_CALL_MS) {
      this.#options.events.badStamp()
      return
    }
    if (!this.#heard) this.#startLater(missingMs)
    else this.#missing(missingMs)
  }

  #startLater(durationMs: number): void {
    this.#begun = true
    this.#positionMs += durationMs
    for (const track of this.#options.tracks) track.startLater(durationMs)
  }

  #missing(durationMs: number): void {
    this.#late.release()
    this.#options.events.missing(durationMs, 'stamps')
    if (durationMs >= LEAST_GAP_MS) {
      this.#skip(durationMs, 'lost')
      return
    }
    this.#positionMs += durationMs
    this.#lock.absorb(durationMs)
    for (const track of this.#options.tracks) track.absorb(durationMs)
  }

  #skip(durationMs: number, reason: AudioGap['reason']): void {
    this.#positionMs += durationMs
    for (const track of this.#options.tracks) {
      track.gap({ durationMs, reason })
      this.#options.events.gap(reason)
    }
  }
}

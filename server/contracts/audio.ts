import type { CallId, CallInfo, EndReason, Party } from './call.ts'
import type { AppError } from './errors.ts'
import type { CallMs, WallMs } from './time.ts'

/** Sample rates that recognition accepts, in Hz. Ingest resamples everything else. */
export type RecognitionRate = 8000 | 16000

/**
 * One party's audio, decoded and on call time. It never travels on the bus.
 *
 * Frames of one party arrive in order and without overlap; a hole between two frames is announced by
 * `gap` before the later one.
 */
export interface AudioFrame {
  readonly callId: CallId
  readonly party: Party
  /** Call time of the first sample. */
  readonly atMs: CallMs
  /** Mono, signed 16 bit. The receiver may keep it; the sender must not write to it again. */
  readonly samples: Int16Array
  readonly rate: RecognitionRate
  /** Name of the model that recognises it, as `chooseModel` answered; the call's own by default. */
  readonly model?: string | undefined
  /** When the last sample was captured, as well as it is known (see ingest/README, "Capture time"). */
  readonly capturedAt: WallMs
  /** When the frame reached this process. */
  readonly heardAt: WallMs
}

/** A stretch of a party's call time for which no audio exists. Call time goes on across it. */
export interface AudioGap {
  readonly callId: CallId
  readonly party: Party
  readonly fromMs: CallMs
  readonly toMs: CallMs
  /** `lost`: it should have come; `paused`: the source said so; `dropped`: this process could not take it. */
  readonly reason: 'lost' | 'paused' | 'dropped'
}

/** What may change during a call. Absent fields stay as they are. */
export interface CallChange {
  readonly agentId?: string | undefined
  readonly onHold?: boolean | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

/** What a stream says of the speech that it carries; what nobody has said is absent. */
export interface SpeechWish {
  /** BCP 47, for example `ko-KR`. */
  readonly language?: string | undefined
  /** Name of a model; it counts more than the language. */
  readonly model?: string | undefined
  /** Of the stream, in Hz. */
  readonly sampleRate: number
}

/** The model that will recognise a stream. */
export interface ChosenModel {
  readonly model: string
  /** BCP 47: as wished where the model serves it, else the model's own. */
  readonly language: string
}

/** Told of a model that could not be loaded: what waited for it has been given up. */
export type OnModelFailed = (failure: { readonly model: string; readonly error: AppError }) => void

/**
 * Where ingest puts calls and their audio; recognition implements it and `server/app` joins the two.
 *
 * No method throws for a call that is unknown or already closed: it is counted and dropped.
 */
export interface CallAudioSink {
  /**
   * The model for such a stream. Nothing is loaded before its first audio.
   * @throws AppError `MODEL_UNKNOWN`, `LANGUAGE_UNAVAILABLE`, or `RECOGNISER_FAILED` for a model that failed to
   * load a moment ago.
   */
  chooseModel(wish: SpeechWish): ChosenModel
  /**
   * Admits a call and publishes its start. `model` is what `chooseModel` answered; without, it is chosen by the
   * call's language.
   * @throws AppError `OVERLOADED` when no more calls can be taken, `SHUTTING_DOWN` while draining, or as
   * `chooseModel`.
   */
  open(call: CallInfo, model?: string): void
  update(callId: CallId, change: CallChange): void
  /** Takes one frame without blocking; audio is kept until its words are final. */
  audio(frame: AudioFrame): void
  gap(gap: AudioGap): void
  /** The party's stream is over: its last words become final now. The party may come back later in the call. */
  endParty(callId: CallId, party: Party): void
  /** Ends the call; resolves when its last final and its end have been published. */
  close(callId: CallId, reason: EndReason): Promise<void>
  /** The streams of a model that fails should be ended by whoever feeds them; returns how to stop listening. */
  onModelFailed(listener: OnModelFailed): () => void
}

import { chooseModel, type ServedModel, type ServedModels } from '../../server/asr/languages/choose-model.ts'
import type {
  AudioFrame,
  AudioGap,
  CallAudioSink,
  CallChange,
  ChosenModel,
  OnModelFailed,
  SpeechWish,
} from '../../server/contracts/audio.ts'
import type { CallInfo, EndReason, Party } from '../../server/contracts/call.ts'
import type { AppError } from '../../server/contracts/errors.ts'

/** One thing that reached the sink, in order. */
export type SinkEvent =
  | { readonly kind: 'open'; readonly call: CallInfo; readonly model: string | undefined }
  | { readonly kind: 'update'; readonly callId: string; readonly change: CallChange }
  | { readonly kind: 'gap'; readonly gap: AudioGap }
  | { readonly kind: 'endParty'; readonly callId: string; readonly party: Party }
  | { readonly kind: 'close'; readonly callId: string; readonly reason: EndReason }

const MODELS: ServedModels = [modelOf('en-US'), modelOf('ko-KR')]

/** A model that the sink says it has. */
function modelOf(language: string): ServedModel {
  return { name: `model-${language}`, dir: '/nowhere', language, sampleRate: 16_000 }
}

/** Call times this close are one place: each is rounded to a millisecond, and moves by less than one with drift. */
const SAME_PLACE_MS = 2

/**
 * Keeps everything that ingest gives away and holds it to the contract: frames of a party follow each other
 * without overlap, and a hole is announced before the frame behind it.
 */
export class RecordingSink implements CallAudioSink {
  readonly events: SinkEvent[] = []
  readonly frames: AudioFrame[] = []
  /** Breaches of the contract, in words; empty when all is well. */
  readonly breaches: string[] = []
  /** When set, `open` refuses with it. */
  refusal: Error | null = null
  /** Awaited by `close`, so that a test can keep a call closing. */
  closing: Promise<void> = Promise.resolve()
  onFrame: (frame: AudioFrame) => void = () => undefined
  /** Where the audio of a party has come, by call and party. */
  readonly #endsMs = new Map<string, number>()
  readonly #onModelFailed = new Set<OnModelFailed>()

  chooseModel(wish: SpeechWish): ChosenModel {
    return chooseModel(MODELS, wish)
  }

  onModelFailed(listener: OnModelFailed): () => void {
    this.#onModelFailed.add(listener)
    return () => this.#onModelFailed.delete(listener)
  }

  /** The model turns out not to be usable. */
  failModel(model: string, error: AppError): void {
    for (const listener of this.#onModelFailed) listener({ model, error })
  }

  open(call: CallInfo, model?: string): void {
    if (this.refusal !== null) throw this.refusal
    this.events.push({ kind: 'open', call, model })
  }

  update(callId: string, change: CallChange): void {
    this.events.push({ kind: 'update', callId, change })
  }

  audio(frame: AudioFrame): void {
    const key = `${frame.callId}/${frame.party}`
    const endMs = this.#endsMs.get(key) ?? frame.atMs
    if (Math.abs(frame.atMs - endMs) > SAME_PLACE_MS) {
      this.breaches.push(`${key}: at ${frame.atMs}, expected ${endMs}`)
    }
    if (frame.samples.length === 0) this.breaches.push(`${key}: empty frame at ${frame.atMs}`)
    if (frame.capturedAt > frame.heardAt) this.breaches.push(`${key}: captured after it was heard`)
    this.#endsMs.set(key, frame.atMs + (frame.samples.length * 1000) / frame.rate)
    this.frames.push(frame)
    this.onFrame(frame)
  }

  gap(gap: AudioGap): void {
    this.events.push({ kind: 'gap', gap })
    const key = `${gap.callId}/${gap.party}`
    const endMs = this.#endsMs.get(key) ?? gap.fromMs
    if (Math.abs(gap.fromMs - endMs) > SAME_PLACE_MS) {
      this.breaches.push(`${key}: gap from ${gap.fromMs}, expected ${endMs}`)
    }
    this.#endsMs.set(key, gap.toMs)
  }

  endParty(callId: string, party: Party): void {
    this.events.push({ kind: 'endParty', callId, party })
  }

  async close(callId: string, reason: EndReason): Promise<void> {
    await this.closing
    this.events.push({ kind: 'close', callId, reason })
  }

  /** All samples of one party of a call, joined. */
  samplesOf(callId: string, party: Party): Int16Array {
    const own = this.framesOf(callId, party)
    const joined = new Int16Array(own.reduce((total, frame) => total + frame.samples.length, 0))
    let offset = 0
    for (const frame of own) {
      joined.set(frame.samples, offset)
      offset += frame.samples.length
    }
    return joined
  }

  framesOf(callId: string, party: Party): readonly AudioFrame[] {
    return this.frames.filter((frame) => frame.callId === callId && frame.party === party)
  }

  /** The events of one kind. */
  of<K extends SinkEvent['kind']>(kind: K): readonly Extract<SinkEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<SinkEvent, { kind: K }> => event.kind === kind)
  }
}

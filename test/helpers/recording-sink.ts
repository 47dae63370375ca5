import type { AudioFrame, AudioGap, CallAudioSink, CallChange } from '../../server/contracts/audio.ts'
import type { CallInfo, EndReason, Party } from '../../server/contracts/call.ts'
import { fromSamples } from '../../server/contracts/time.ts'

/** One thing that reached the sink, in order. */
export type SinkEvent =
  | { readonly kind: 'open'; readonly call: CallInfo }
  | { readonly kind: 'update'; readonly callId: string; readonly change: CallChange }
  | { readonly kind: 'gap'; readonly gap: AudioGap }
  | { readonly kind: 'endParty'; readonly callId: string; readonly party: Party }
  | { readonly kind: 'close'; readonly callId: string; readonly reason: EndReason }

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
  readonly #expected = new Map<string, { originMs: number; samples: number }>()

  open(call: CallInfo): void {
    if (this.refusal !== null) throw this.refusal
    this.events.push({ kind: 'open', call })
  }

  update(callId: string, change: CallChange): void {
    this.events.push({ kind: 'update', callId, change })
  }

  audio(frame: AudioFrame): void {
    const key = `${frame.callId}/${frame.party}`
    const track = this.#expected.get(key) ?? { originMs: frame.atMs, samples: 0 }
    const expectedMs = track.originMs + fromSamples(track.samples, frame.rate)
    if (frame.atMs !== expectedMs) this.breaches.push(`${key}: at ${frame.atMs}, expected ${expectedMs}`)
    if (frame.samples.length === 0) this.breaches.push(`${key}: empty frame at ${frame.atMs}`)
    if (frame.capturedAt > frame.heardAt) this.breaches.push(`${key}: captured after it was heard`)
    track.samples += frame.samples.length
    this.#expected.set(key, track)
    this.frames.push(frame)
    this.onFrame(frame)
  }

  gap(gap: AudioGap): void {
    this.events.push({ kind: 'gap', gap })
    const track = this.#expected.get(`${gap.callId}/${gap.party}`)
    if (track !== undefined) track.originMs += gap.toMs - gap.fromMs
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

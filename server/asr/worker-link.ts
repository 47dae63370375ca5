import type { ChannelPort } from './pool/channel-handler.ts'

/** Messages that a worker may hold of one channel; the rest waits here, where it can be counted and dropped. */
const WINDOW = 8
/** The same in audio, for chunks that are longer than usual. */
const WINDOW_MS = 1200

/**
 * `unserved`: no worker. `served`: one, which takes what the window allows. `leaving`: the same, but another
 * waits to take over: nothing more is sent while the speech gate is closed, until the worker owes no answer.
 */
type LinkState =
  { readonly kind: 'unserved' } | { readonly kind: 'served' | 'leaving'; readonly port: ChannelPort }

/** What a worker is asked: to decode so much audio, in milliseconds, or to make final what it has. */
type Question = { readonly type: 'audio'; readonly durationMs: number } | { readonly type: 'flush' }

/** A channel's link to the worker that serves it now: what the worker owes, and when it can be left. */
export class WorkerLink {
  #state: LinkState = { kind: 'unserved' }
  /** Milliseconds of each chunk that is not answered, oldest first. */
  #chunks: number[] = []
  #flushes = 0

  attached(port: ChannelPort): void {
    this.#state = { kind: 'served', port }
    this.#forgetQuestions()
  }

  /** The worker is gone; says whether it was decoding then. */
  detached(): { readonly wasDecoding: boolean } {
    const wasDecoding = this.#chunks.length > 0
    this.#state = { kind: 'unserved' }
    this.#forgetQuestions()
    return { wasDecoding }
  }

  askedToLeave(): void {
    if (this.#state.kind !== 'unserved') this.#state = { kind: 'leaving', port: this.#state.port }
  }

  /**
   * Leaves the worker when that was asked for and this is a quiet moment: the gate is closed, so all words are
   * final, and every chunk is answered, so nothing of the channel is on its way.
   */
  leaveWhenQuiet({ speaking }: { readonly speaking: boolean }): void {
    if (this.#state.kind !== 'leaving' || speaking || !this.#owesNothing) return
    const { port } = this.#state
    // Should the other not be ready after all, it goes on here and is asked again.
    this.#state = { kind: 'served', port }
    port.leave()
  }

  /** Where the next chunk can go now, or null. */
  sendable({ speaking }: { readonly speaking: boolean }): ChannelPort | null {
    if (this.#state.kind === 'unserved' || this.#isFull) return null
    const awaitsQuiet = this.#state.kind === 'leaving' && !speaking && !this.#owesNothing
    return awaitsQuiet ? null : this.#state.port
  }

  sent(question: Question): void {
    if (question.type === 'audio') this.#chunks.push(question.durationMs)
    else this.#flushes += 1
  }

  answered(type: Question['type']): void {
    if (type === 'audio') this.#chunks.shift()
    else this.#flushes -= 1
  }

  get #isFull(): boolean {
    const audioMs = this.#chunks.reduce((sum, durationMs) => sum + durationMs, 0)
    return audioMs >= WINDOW_MS || this.#chunks.length + this.#flushes >= WINDOW
  }

  get #owesNothing(): boolean {
    return this.#chunks.length === 0 && this.#flushes === 0
  }

  #forgetQuestions(): void {
    this.#chunks = []
    this.#flushes = 0
  }
}

/** Length of the frames that the gate steps over. The WebRTC detector knows 10, 20 and 30 ms. */
export const FRAME_MS = 20
/** Audio before the first voiced frame that is decoded too: consonants begin before the voice does. */
export const PREROLL_FRAMES = 300 / FRAME_MS
/** Audio after the last voiced frame that is decoded too; it also carries the last word through the pipeline. */
export const HANGOVER_FRAMES = 600 / FRAME_MS

/** What one frame does to the gate. `closes`: the frame still belongs to the speech, the next one does not. */
export type GateStep = 'closed' | 'opens' | 'open' | 'closes'

/** Decides from frame to frame whether somebody speaks: opens at the first voiced frame, closes late. */
export class SpeechGate {
  readonly #hangoverFrames: number
  #open: boolean
  #quietFrames = 0

  constructor(options: { readonly hangoverFrames: number; readonly open: boolean }) {
    this.#hangoverFrames = options.hangoverFrames
    this.#open = options.open
  }

  get isOpen(): boolean {
    return this.#open
  }

  step(voiced: boolean): GateStep {
    this.#quietFrames = voiced ? 0 : this.#quietFrames + 1
    if (!this.#open) {
      this.#open = voiced
      return voiced ? 'opens' : 'closed'
    }
    if (this.#quietFrames < this.#hangoverFrames) return 'open'
    this.#open = false
    return 'closes'
  }

  /** Shuts the gate at once. */
  shut(): void {
    this.#open = false
    this.#quietFrames = 0
  }
}

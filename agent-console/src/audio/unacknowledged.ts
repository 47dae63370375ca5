/**
 * Audio that the server has not confirmed yet, so that a dropped socket loses no sample: a window over the
 * stream, in frames (one sample of every channel).
 */
export class Unacknowledged {
  readonly #frameBytes: number
  #chunks: Uint8Array<ArrayBuffer>[] = []
  #start = 0
  #end = 0

  constructor(frameBytes: number) {
    this.#frameBytes = frameBytes
  }

  /** Frames held. */
  get length(): number {
    return this.#end - this.#start
  }

  /** Takes whole frames; the bytes must not be written to again. */
  push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(bytes)
    this.#end += bytes.byteLength / this.#frameBytes
  }

  /** Lets go of everything before frame `frame`. */
  confirm(frame: number): void {
    while (this.#start < frame) {
      const first = this.#chunks[0]
      if (first === undefined) return
      const frames = first.byteLength / this.#frameBytes
      if (this.#start + frames <= frame) {
        this.#chunks.shift()
        this.#start += frames
      } else {
        this.#chunks[0] = first.subarray((frame - this.#start) * this.#frameBytes)
        this.#start = frame
      }
    }
  }

  /** What is held, in order, from its first frame. */
  chunks(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#chunks
  }
}

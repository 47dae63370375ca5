/** What TypeScript's DOM library leaves out of the audio worklet's scope. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare const sampleRate: number

const FRAME_MS = 20

/** Hands the microphone's first channel to the page in frames of 20 ms. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #size = Math.round((sampleRate * FRAME_MS) / 1000)
  #frame = new Float32Array(this.#size)
  #filled = 0

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const block = inputs[0]?.[0]
    if (block === undefined) return true
    for (let at = 0; at < block.length;) {
      const part = block.subarray(at, at + this.#size - this.#filled)
      this.#frame.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === this.#size) this.#handOver()
    }
    return true
  }

  #handOver(): void {
    this.port.postMessage(this.#frame, [this.#frame.buffer])
    this.#frame = new Float32Array(this.#size)
    this.#filled = 0
  }
}

registerProcessor('earshot-capture', CaptureProcessor)

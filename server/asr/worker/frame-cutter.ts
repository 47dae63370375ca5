import { joinSamples } from '../join-samples.ts'

export interface CutFrame {
  /** Call time of its first sample. */
  readonly atMs: number
  readonly samples: Int16Array
}

/** Cuts a stream of samples into frames of one length; what is left waits for the next samples. */
export class FrameCutter {
  readonly #rate: number
  readonly #frameSamples: number
  #rest = new Int16Array(0)
  #restAtMs = 0

  constructor(options: { readonly rate: number; readonly frameMs: number }) {
    this.#rate = options.rate
    this.#frameSamples = (options.rate * options.frameMs) / 1000
  }

  cut(chunk: CutFrame): readonly CutFrame[] {
    // Counted back from the chunk: its stamp follows the source's clock, which the rest's own does not.
    const startMs = chunk.atMs - this.#toMs(this.#rest.length)
    const samples = this.#rest.length === 0 ? chunk.samples : joinSamples([this.#rest, chunk.samples])
    const frames: CutFrame[] = []
    let from = 0
    for (; from + this.#frameSamples <= samples.length; from += this.#frameSamples) {
      frames.push({
        atMs: startMs + this.#toMs(from),
        samples: samples.subarray(from, from + this.#frameSamples),
      })
    }
    this.#rest = samples.slice(from)
    this.#restAtMs = startMs + this.#toMs(from)
    return frames
  }

  /** What is left over, shorter than a frame, or null. */
  takeRest(): CutFrame | null {
    if (this.#rest.length === 0) return null
    const rest = { atMs: this.#restAtMs, samples: this.#rest }
    this.#rest = new Int16Array(0)
    return rest
  }

  #toMs(samples: number): number {
    return (samples * 1000) / this.#rate
  }
}

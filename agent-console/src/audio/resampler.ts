/** Zero crossings of the filter on each side; more is steeper and slower. */
const CROSSINGS = 12
/** Share of the lower rate's band that passes. */
const PASS = 0.92

/**
 * Changes the sample rate of a stream with a windowed-sinc low-pass (J. O. Smith, "Digital Audio
 * Resampling"), so that what is above the new band does not fold back into speech.
 */
export class Resampler {
  readonly #ratio: number
  readonly #cutoff: number
  readonly #reach: number
  #held = new Float32Array(0)
  /** Position of the next output sample in `#held`. */
  #next: number

  constructor(fromRate: number, toRate: number) {
    this.#ratio = fromRate / toRate
    this.#cutoff = Math.min(1, toRate / fromRate) * PASS
    this.#reach = Math.ceil(CROSSINGS / this.#cutoff)
    this.#held = new Float32Array(this.#reach)
    this.#next = this.#reach
  }

  /** Takes the next input and gives the output that it completes. */
  push(input: Float32Array): Float32Array<ArrayBuffer> {
    const all = new Float32Array(this.#held.length + input.length)
    all.set(this.#held)
    all.set(input, this.#held.length)
    const count = Math.max(0, Math.ceil((all.length - this.#reach - this.#next) / this.#ratio))
    const output = Float32Array.from({ length: count }, (_, index) =>
      this.#at(all, this.#next + index * this.#ratio),
    )
    this.#next += count * this.#ratio
    const drop = Math.max(0, Math.floor(this.#next) - this.#reach)
    this.#held = all.slice(drop)
    this.#next -= drop
    return output
  }

  #at(samples: Float32Array, position: number): number {
    let sum = 0
    const first = Math.ceil(position - this.#reach)
    const last = Math.floor(position + this.#reach)
    for (let index = Math.max(0, first); index <= Math.min(last, samples.length - 1); index += 1) {
      sum += (samples[index] ?? 0) * this.#weight(index - position)
    }
    return sum
  }

  #weight(distance: number): number {
    const x = distance * this.#cutoff
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / this.#reach)
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    return this.#cutoff * sinc * window
  }
}

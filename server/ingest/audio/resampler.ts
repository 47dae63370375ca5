/**
 * Band-limited change of sample rate by a rational factor: a Kaiser-windowed sinc, split into phases
 * (Crochiere and Rabiner, Multirate Digital Signal Processing, 1983, chapter 4; window length after
 * Kaiser, 1974). What the lower rate cannot carry is at least 70 dB down; up to 90 % of its band is flat.
 */

const STOPBAND_DB = 80
/** Start of the transition, as a share of half the lower rate; its end is exactly half the lower rate. */
const PASSBAND_SHARE = 0.9

interface Rates {
  readonly fromRate: number
  readonly toRate: number
}

/** The filter of one pair of rates; every channel shares it. */
interface PolyphaseFilter {
  readonly up: number
  readonly down: number
  /** Inputs used on either side of the one that an output lies on or just after. */
  readonly reach: number
  /** For each phase the weights of inputs `-reach … +reach`. */
  readonly phases: readonly Float64Array[]
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** Modified Bessel function of the first kind, order zero, by its power series. */
function bessel0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function designFilter({ fromRate, toRate }: Rates): PolyphaseFilter {
  const divisor = greatestCommonDivisor(fromRate, toRate)
  const up = toRate / divisor
  const down = fromRate / divisor
  const gridRate = fromRate * up
  const edge = Math.min(fromRate, toRate) / 2
  const cutoff = (edge * (1 + PASSBAND_SHARE)) / 2 / gridRate
  const transition = (2 * Math.PI * edge * (1 - PASSBAND_SHARE)) / gridRate
  const half = Math.ceil((STOPBAND_DB - 7.95) / (2.285 * transition) / 2)
  const beta = 0.1102 * (STOPBAND_DB - 8.7)
  const weight = (tap: number): number =>
    Math.abs(tap) > half
      ? 0
      : sinc(2 * cutoff * tap) * (bessel0(beta * Math.sqrt(1 - (tap / half) ** 2)) / bessel0(beta))

  const reach = Math.ceil(half / up)
  const phases = Array.from({ length: up }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, index) =>
      weight(phase - up * (index - reach)),
    )
    // Each phase sums to one, so that a constant stays a constant and no phase hums at the output rate.
    const sum = taps.reduce((total, tap) => total + tap, 0)
    return taps.map((tap) => tap / sum)
  })
  return { up, down, reach, phases }
}

const filters = new Map<string, PolyphaseFilter>()

function filterFor(rates: Rates): PolyphaseFilter {
  const key = `${rates.fromRate}:${rates.toRate}`
  const filter = filters.get(key) ?? designFilter(rates)
  filters.set(key, filter)
  return filter
}

function toInt16(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)))
}

/**
 * One channel's resampler. Its state goes on across chunks of any size: the output is the same however the
 * input is cut. Output sample n lies at input time n * fromRate / toRate exactly, without delay.
 */
export class Resampler {
  readonly #filter: PolyphaseFilter
  /** Inputs still needed, the first of which has the index `#firstInput`; zeros before the first sample. */
  #pending: Int16Array
  #firstInput: number
  #outputs = 0
  #inputs = 0

  constructor(rates: Rates) {
    this.#filter = filterFor(rates)
    this.#pending = new Int16Array(this.#filter.reach)
    this.#firstInput = -this.#filter.reach
  }

  /** Takes input and gives the outputs that it completes, about 3 ms behind the input. */
  push(samples: Int16Array): Int16Array {
    this.#inputs += samples.length
    return this.#convert(samples)
  }

  /** The rest, as if silence followed. In all, ceil(inputs * toRate / fromRate) samples have then come out. */
  flush(): Int16Array {
    const rest = this.#convert(new Int16Array(this.#filter.reach + 1))
    const due = Math.ceil((this.#inputs * this.#filter.up) / this.#filter.down)
    const excess = Math.max(0, this.#outputs - due)
    this.#outputs -= excess
    return rest.subarray(0, rest.length - excess)
  }

  #convert(samples: Int16Array): Int16Array {
    const { up, down, reach } = this.#filter
    const work = new Int16Array(this.#pending.length + samples.length)
    work.set(this.#pending)
    work.set(samples, this.#pending.length)

    const lastCentre = this.#firstInput + work.length - 1 - reach
    const end = Math.floor(((lastCentre + 1) * up - 1) / down) + 1
    const result = new Int16Array(Math.max(0, end - this.#outputs))
    for (let index = 0; index < result.length; index += 1) {
      result[index] = toInt16(this.#weigh(work, (this.#outputs + index) * down))
    }
    this.#outputs += result.length

    const nextCentre = Math.floor((this.#outputs * down) / up)
    const used = nextCentre - reach - this.#firstInput
    this.#pending = work.slice(used)
    this.#firstInput += used
    return result
  }

  /** The output that lies at `gridIndex` on the grid of the least common multiple of the rates. */
  #weigh(work: Int16Array, gridIndex: number): number {
    const { up, phases, reach } = this.#filter
    const taps = phases[gridIndex % up] ?? new Float64Array()
    const first = Math.floor(gridIndex / up) - reach - this.#firstInput
    let sum = 0
    for (let index = 0; index < taps.length; index += 1) {
      sum += (taps[index] ?? 0) * (work[first + index] ?? 0)
    }
    return sum
  }
}

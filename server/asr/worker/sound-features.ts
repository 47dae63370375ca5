import type { RecognitionRate } from '../../contracts/audio.ts'
import { powerSpectrum, SPECTRUM_SAMPLES } from './power-spectrum.ts'

/** What a voice and other sounds differ in, at one moment. Levels are in dB over an arbitrary floor. */
export interface SoundFeatures {
  /** Level of each band of `BANDS`. */
  readonly bandsDb: readonly number[]
  /** Power over all bands, linear. */
  readonly power: number
  /** Power in the two strongest lines of the spectrum, linear. */
  readonly tonePower: number
  /** Where these two lines are: their centre of gravity in Hz. */
  readonly toneHz: number
  /** 0 to 1: how far the lines of the spectrum are where they were `LOOK_BACK` moments ago. */
  readonly persistence: number
}

/** Distance of two moments in milliseconds. */
export const MOMENT_MS = 40

/** The spectra compared are 80 ms apart: their samples hardly overlap, and the pitch of a voice has moved on. */
const LOOK_BACK = 2
const ANALYSED_RATE = 8000
const BIN_HZ = ANALYSED_RATE / SPECTRUM_SAMPLES
/** What a telephone carries, without the hum below. */
const LOWEST_BIN = Math.round(110 / BIN_HZ)
const HIGHEST_BIN = Math.round(3600 / BIN_HZ)
/** Edges of the bands in Hz. */
const BANDS = [
  [200, 500],
  [500, 1000],
  [1000, 1800],
  [1800, 3600],
] as const
const BAND_BINS = BANDS.map(([from, to]) => [Math.round(from / BIN_HZ), Math.round(to / BIN_HZ)] as const)
/** To both sides: what the envelope of the spectrum is averaged over. Two harmonics of a voice lie in it. */
const ENVELOPE_BINS = 6
/** A line is as wide as the main lobe of the window. */
const LOBE_BINS = 2
/** Powers are of samples from -1 to 1; this is the rounding noise of 16 bits, and silence has features too. */
const FLOOR = 1e-5

const power = new Float64Array(SPECTRUM_SAMPLES / 2)
const logarithms = new Float64Array(SPECTRUM_SAMPLES / 2)

/** How far each line stands out of its surroundings, and the length of that as a vector. */
interface Lines {
  readonly heights: Float64Array
  length: number
}

/** Follows one channel's sound from moment to moment. */
export class SoundFollower {
  readonly #step: number
  readonly #recent = new Float64Array(SPECTRUM_SAMPLES)
  /** The lines of this moment and of those before, in turns. */
  readonly #lines: readonly Lines[] = Array.from({ length: LOOK_BACK + 1 }, () => ({
    heights: new Float64Array(HIGHEST_BIN - LOWEST_BIN),
    length: 0,
  }))
  #moments = 0

  constructor(rate: RecognitionRate) {
    this.#step = rate / ANALYSED_RATE
  }

  /** Samples of any length, best no longer than a moment. */
  hear(samples: Int16Array): void {
    const count = Math.min(SPECTRUM_SAMPLES, samples.length / this.#step)
    this.#recent.copyWithin(0, count)
    const first = samples.length - count * this.#step
    for (let at = 0; at < count; at += 1) {
      let sum = 0
      for (let part = 0; part < this.#step; part += 1) sum += samples[first + at * this.#step + part] ?? 0
      this.#recent[SPECTRUM_SAMPLES - count + at] = sum / this.#step / 32_768
    }
  }

  /** The features of what was heard last. */
  moment(): SoundFeatures {
    powerSpectrum(this.#recent, power)
    const now = this.#lines[this.#moments % this.#lines.length]
    const before = this.#lines[(this.#moments + 1) % this.#lines.length]
    this.#moments += 1
    if (now === undefined || before === undefined) throw new Error('the ring of lines is never empty')
    drawLines(now)
    return {
      bandsDb: BAND_BINS.map(([from, to]) => 10 * Math.log10(sumPower(from, to) + 10 * FLOOR)),
      power: sumPower(LOWEST_BIN, HIGHEST_BIN),
      ...strongestLines(),
      persistence: similarity(now, before),
    }
  }
}

/** The logarithm of the spectrum less its own moving average, where it is above it. */
function drawLines(lines: Lines): void {
  for (let bin = LOWEST_BIN - ENVELOPE_BINS; bin <= HIGHEST_BIN + ENVELOPE_BINS; bin += 1) {
    logarithms[bin] = Math.log10((power[bin] ?? 0) + FLOOR)
  }
  const width = 2 * ENVELOPE_BINS + 1
  let sum = 0
  for (let bin = LOWEST_BIN - ENVELOPE_BINS; bin < LOWEST_BIN + ENVELOPE_BINS; bin += 1) {
    sum += logarithms[bin] ?? 0
  }
  let square = 0
  for (let bin = LOWEST_BIN; bin < HIGHEST_BIN; bin += 1) {
    sum += logarithms[bin + ENVELOPE_BINS] ?? 0
    const height = Math.max(0, (logarithms[bin] ?? 0) - sum / width)
    sum -= logarithms[bin - ENVELOPE_BINS] ?? 0
    lines.heights[bin - LOWEST_BIN] = height
    square += height * height
  }
  lines.length = Math.sqrt(square)
}

function similarity(one: Lines, other: Lines): number {
  let product = 0
  for (let at = 0; at < one.heights.length; at += 1) {
    product += (one.heights[at] ?? 0) * (other.heights[at] ?? 0)
  }
  return product / Math.max(FLOOR, one.length * other.length)
}

function strongestLines(): { tonePower: number; toneHz: number } {
  const first = strongestBin(-Infinity)
  const second = strongestBin(first)
  let tonePower = 0
  let moment = 0
  for (let bin = LOWEST_BIN - LOBE_BINS; bin < HIGHEST_BIN + LOBE_BINS; bin += 1) {
    if (Math.abs(bin - first) > LOBE_BINS && Math.abs(bin - second) > LOBE_BINS) continue
    tonePower += power[bin] ?? 0
    moment += bin * (power[bin] ?? 0)
  }
  return { tonePower, toneHz: tonePower === 0 ? 0 : (moment / tonePower) * BIN_HZ }
}

function strongestBin(butNotNear: number): number {
  let best = -1
  for (let bin = LOWEST_BIN; bin < HIGHEST_BIN; bin += 1) {
    if (Math.abs(bin - butNotNear) > LOBE_BINS && (power[bin] ?? 0) > (power[best] ?? -1)) best = bin
  }
  return best
}

function sumPower(from: number, to: number): number {
  let sum = 0
  for (let bin = from; bin < to; bin += 1) sum += power[bin] ?? 0
  return sum
}

import type { Speech } from './flite.ts'
import { SPEECH_RATE } from './flite.ts'
import { gaussian } from './chance.ts'

/** Sample rate of a telephone line in Hz. */
export const LINE_RATE = 8000

/** The band of a telephone, in Hz, a little wider at both ends than the classic 300 to 3400. */
const BAND = { low: 200, high: 3500 }

const TAPS = 255

/** Speech level within a turn and noise level all the time, RMS relative to full scale. */
const SPEECH_LEVEL = decibels(-20)
const PEAK_LIMIT = decibels(-2)
const NOISE_LEVEL = decibels(-62)

function decibels(level: number): number {
  return 10 ** (level / 20)
}

/** Speech as it comes out of a telephone: band-limited, 8 kHz, at an even level. */
export function throughTelephone(speech: Speech): Float64Array {
  const step = SPEECH_RATE / LINE_RATE
  const filtered = new Float64Array(Math.ceil(speech.length / step))
  for (let at = 0; at < filtered.length; at += 1) filtered[at] = convolve(speech, at * step)
  const power = filtered.reduce((sum, sample) => sum + sample * sample, 0) / filtered.length
  const peak = filtered.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  const gain = Math.min(SPEECH_LEVEL / Math.sqrt(power), PEAK_LIMIT / peak)
  return filtered.map((sample) => sample * gain)
}

/** One channel of a call: the hiss of a line, onto which speech is laid. */
export class TelephoneChannel {
  readonly #samples: Float64Array

  constructor(options: { samples: number; random: () => number }) {
    const hiss = gaussian(options.random)
    this.#samples = Float64Array.from({ length: options.samples }, () => hiss() * NOISE_LEVEL)
  }

  /** Adds speech from this sample on. */
  add(speech: Float64Array, atSample: number): void {
    speech.forEach((sample, index) => {
      this.#samples[atSample + index] = (this.#samples[atSample + index] ?? 0) + sample
    })
  }

  /** Signed 16 bit. */
  toPcm(): Int16Array {
    return Int16Array.from(this.#samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767))
  }
}

/** A band-pass of linear phase: the difference of two low-passes under a Blackman window. */
const KERNEL = Float64Array.from({ length: TAPS }, (_, tap) => {
  const middle = (TAPS - 1) / 2
  const phase = (2 * Math.PI * tap) / (TAPS - 1)
  const window = 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase)
  return window * (lowPass(tap - middle, BAND.high) - lowPass(tap - middle, BAND.low))
})

/** The ideal low-pass at a distance in samples from its middle. */
function lowPass(distance: number, cutoff: number): number {
  const relative = (2 * cutoff) / SPEECH_RATE
  return distance === 0 ? relative : Math.sin(Math.PI * relative * distance) / (Math.PI * distance)
}

function convolve(speech: Speech, centre: number): number {
  const first = centre - (TAPS - 1) / 2
  let sum = 0
  // A plain loop: this runs a hundred million times for all calls.
  for (let tap = 0; tap < TAPS; tap += 1) sum += (KERNEL[tap] ?? 0) * (speech[first + tap] ?? 0)
  return sum
}

import { gaussian, seededRandom } from '../../agent-console/sample-calls/chance.ts'

/** Sample rate of every signal made here, in Hz. */
export const SIGNAL_RATE = 8000

/** Samples between -1 and 1. */
export type Signal = Float64Array

/** One step of a cadence: these frequencies in Hz at once, or silence when there are none. */
interface Beat {
  readonly hz: readonly number[]
  readonly seconds: number
}

const TAU = 2 * Math.PI

/** Full scale times this is a level in decibels below it. */
export function decibels(level: number): number {
  return 10 ** (level / 20)
}

export function silence(seconds: number): Signal {
  return new Float64Array(Math.round(seconds * SIGNAL_RATE))
}

/** Steady sines at `levelDb` each, in a cadence that repeats; flanks of 5 ms, as exchanges make them. */
export function tones(options: {
  readonly cadence: readonly Beat[]
  readonly seconds: number
  readonly levelDb: number
}): Signal {
  const signal = silence(options.seconds)
  const flank = 0.005 * SIGNAL_RATE
  let at = 0
  while (at < signal.length) {
    for (const { hz, seconds } of options.cadence) {
      const length = Math.round(seconds * SIGNAL_RATE)
      for (let index = 0; index < length && at + index < signal.length; index += 1) {
        const edge = Math.min(1, index / flank, (length - index) / flank)
        const sum = hz.reduce((total, one) => total + Math.sin((TAU * one * (at + index)) / SIGNAL_RATE), 0)
        signal[at + index] = edge * decibels(options.levelDb) * sum
      }
      at += length
    }
  }
  return signal
}

/** The tones of telephone exchanges: ITU-T E.180 and its supplement 2, Q.23 (DTMF), T.30 (fax), V.25 (modem). */
export const TELEPHONE_TONES: Readonly<Record<string, readonly Beat[]>> = {
  'ring-back 425': cadence([[425], 1], [[], 4]),
  'ring-back 440+480': cadence([[440, 480], 2], [[], 4]),
  'ring-back 400+450': cadence([[400, 450], 0.4], [[], 0.2], [[400, 450], 0.4], [[], 2]),
  'busy 425': cadence([[425], 0.5], [[], 0.5]),
  'busy 480+620': cadence([[480, 620], 0.5], [[], 0.5]),
  'congestion 480+620': cadence([[480, 620], 0.25], [[], 0.25]),
  'dial 350+440': cadence([[350, 440], 10]),
  'call waiting 440': cadence([[440], 0.3], [[], 9.7]),
  'special information': cadence([[985.2], 0.38], [[1428.5], 0.38], [[1776.7], 0.38], [[], 1]),
  'fax CNG 1100': cadence([[1100], 0.5], [[], 3]),
  'modem answer 2100': cadence([[2100], 3.3], [[], 1]),
  DTMF: dtmf('1590*2837#46AD', 0.1, 0.1),
}

function cadence(...steps: readonly (readonly [hz: readonly number[], seconds: number])[]): readonly Beat[] {
  return steps.map(([hz, seconds]) => ({ hz, seconds }))
}

function dtmf(keys: string, onSeconds: number, offSeconds: number): readonly Beat[] {
  const rows = [697, 770, 852, 941]
  const columns = [1209, 1336, 1477, 1633]
  return Array.from(keys).flatMap((key) => {
    const place = '123A456B789C*0#D'.indexOf(key)
    const hz = [rows[Math.floor(place / 4)] ?? 0, columns[place % 4] ?? 0]
    return cadence([hz, onSeconds], [[], offSeconds])
  })
}

export const NOISE_COLOURS = ['white', 'pink', 'comfort', 'hum 50', 'hum 60'] as const
type NoiseColour = (typeof NOISE_COLOURS)[number]

/**
 * Noise at an RMS level. `comfort` has the falling spectrum that G.711 Appendix II has receivers make up in
 * pauses; a hum has the harmonics of a rectifier and some hiss.
 */
export function noise(options: {
  readonly colour: NoiseColour
  readonly seconds: number
  readonly levelDb: number
  readonly seed?: string
}): Signal {
  const white = gaussian(seededRandom(options.seed ?? options.colour))
  const signal = silence(options.seconds)
  switch (options.colour) {
    case 'white':
      signal.forEach((_, at) => (signal[at] = white()))
      break
    case 'pink':
      pinken(signal, white)
      break
    case 'comfort':
      // Autoregressive: most of it below 1 kHz, as a room's noise is.
      signal.forEach((_, at) => {
        signal[at] = white() + 0.9 * (signal[at - 1] ?? 0) - 0.2 * (signal[at - 2] ?? 0)
      })
      break
    case 'hum 50':
    case 'hum 60':
      hum(signal, options.colour === 'hum 50' ? 50 : 60)
      signal.forEach((sample, at) => (signal[at] = sample + 0.05 * white()))
      break
  }
  return atLevel(signal, options.levelDb)
}

/** Falls by 3 dB an octave: the sum of one-pole filters spaced over the band. */
function pinken(signal: Signal, white: () => number): void {
  const poles = [0.997, 0.985, 0.95, 0.85, 0.62, 0.25]
  const states = poles.map(() => 0)
  signal.forEach((_, at) => {
    const input = white()
    let sum = 0
    poles.forEach((pole, index) => {
      const state = pole * (states[index] ?? 0) + Math.sqrt(1 - pole) * input
      states[index] = state
      sum += state
    })
    signal[at] = sum
  })
}

function hum(signal: Signal, mains: number): void {
  signal.forEach((_, at) => {
    let sum = 0
    for (let order = 1; order <= 20; order += 1) {
      sum += Math.sin((TAU * mains * order * at) / SIGNAL_RATE + order * order) / order ** 0.7
    }
    signal[at] = sum
  })
}

/** Short bursts at random times: relays, scratches, packet edges. */
export function clicks(options: {
  readonly seconds: number
  readonly perSecond: number
  readonly levelDb: number
}): Signal {
  const random = seededRandom('clicks')
  const white = gaussian(random)
  const signal = silence(options.seconds)
  for (let count = 0; count < options.seconds * options.perSecond; count += 1) {
    const start = Math.floor(random() * signal.length)
    const length = Math.ceil((0.0005 + 0.004 * random()) * SIGNAL_RATE)
    for (let index = 0; index < length && start + index < signal.length; index += 1) {
      signal[start + index] = decibels(options.levelDb) * white() * (1 - index / length)
    }
  }
  return signal
}

/** The same signal at another RMS level, measured where it is not silent. */
export function atLevel(signal: Signal, levelDb: number): Signal {
  const gain = decibels(levelDb) / Math.max(activeRms(signal), 1e-9)
  return signal.map((sample) => sample * gain)
}

/** RMS over the frames of 20 ms that are not more than 35 dB under the loudest: what P.56 calls the active level. */
export function activeRms(signal: Signal): number {
  const frame = SIGNAL_RATE / 50
  const powers = Array.from({ length: Math.ceil(signal.length / frame) }, (_, index) => {
    const part = signal.subarray(index * frame, (index + 1) * frame)
    return part.reduce((sum, sample) => sum + sample * sample, 0) / part.length
  })
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0)
  const active = powers.filter((power) => power > loudest * decibels(-70))
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length))
}

/** Sums signals; as long as the first of them, the others come round again. */
export function mix(first: Signal, ...others: readonly Signal[]): Signal {
  return first.map((sample, at) =>
    others.reduce((sum, other) => sum + (other[at % other.length] ?? 0), sample),
  )
}

export function join(...parts: readonly Signal[]): Signal {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function fromPcm(samples: Int16Array): Signal {
  return Float64Array.from(samples, (sample) => sample / 32_768)
}

/** Signed 16 bit; what is too loud is clipped. */
export function toPcm(signal: Signal): Int16Array {
  return Int16Array.from(signal, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767))
}

/** There and back through G.711 mu-law: 8 bits a sample, companded with mu = 255. */
export function throughMuLaw(signal: Signal): Signal {
  return signal.map((sample) => {
    const size = Math.min(1, Math.abs(sample))
    const code = Math.round((127 * Math.log1p(255 * size)) / Math.log(256))
    return Math.sign(sample) * (Math.expm1((code * Math.log(256)) / 127) / 255)
  })
}

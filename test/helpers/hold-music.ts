import { gaussian, seededRandom } from '../../agent-console/sample-calls/chance.ts'
import { atLevel, silence, SIGNAL_RATE, type Signal } from './signals.ts'

const TAU = 2 * Math.PI

interface Note {
  /** Semitones above A4 (440 Hz). */
  readonly pitch: number
  readonly fromSeconds: number
  readonly seconds: number
}

type Instrument = (note: Note, into: Signal) => void

/** Four chords that return, as in most songs: I, vi, IV, V in C, semitones above A4. */
const CHORDS: readonly (readonly number[])[] = [
  [-9, -5, -2],
  [-12, -9, -5],
  [-16, -12, -9],
  [-14, -10, -7],
]
/** Steps of the C major scale above A4, from which melodies are drawn. */
const SCALE = [-9, -7, -5, -4, -2, 0, 2, 3, 5, 7]

/** A tone with partials, an envelope and perhaps a vibrato; its sound is known by these alone. */
function harmonic(options: {
  readonly partials: readonly number[]
  readonly attack: number
  /** Time in which it falls to a third; Infinity: it is held. */
  readonly decay: number
  readonly vibratoCents?: number
  readonly stretch?: number
}): Instrument {
  const { partials, attack, decay, vibratoCents = 0, stretch = 0 } = options
  return ({ pitch, fromSeconds, seconds }, into) => {
    const hz = 440 * 2 ** (pitch / 12)
    const start = Math.round(fromSeconds * SIGNAL_RATE)
    const length = Math.round(seconds * SIGNAL_RATE)
    for (let index = 0; index < length && start + index < into.length; index += 1) {
      const t = index / SIGNAL_RATE
      const envelope = Math.min(1, t / attack, (seconds - t) / 0.03) * Math.exp(-t / decay)
      // The phase of a tone whose pitch swings 5.5 times a second.
      const swing = ((2 ** (vibratoCents / 1200) - 1) * hz * Math.sin(TAU * 5.5 * t)) / 5.5
      let sum = 0
      partials.forEach((strength, order) => {
        const multiple = (order + 1) * Math.sqrt(1 + stretch * (order + 1) ** 2)
        if (hz * multiple < 3900) sum += strength * Math.sin(multiple * (TAU * hz * t + swing))
      })
      into[start + index] = (into[start + index] ?? 0) + envelope * sum
    }
  }
}

const INSTRUMENTS = {
  organ: harmonic({ partials: [1, 0.8, 0.6, 0.5, 0.1, 0.3, 0, 0.2], attack: 0.02, decay: Infinity }),
  strings: harmonic({
    partials: [1, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15],
    attack: 0.15,
    decay: Infinity,
    vibratoCents: 25,
  }),
  piano: harmonic({ partials: [1, 0.5, 0.35, 0.2, 0.12, 0.08], attack: 0.004, decay: 0.5, stretch: 0.0004 }),
  flute: harmonic({ partials: [1, 0.25, 0.08], attack: 0.06, decay: Infinity, vibratoCents: 35 }),
  bass: harmonic({ partials: [1, 0.7, 0.4, 0.3, 0.2, 0.1], attack: 0.01, decay: 0.6 }),
  guitar: harmonic({ partials: [1, 0.7, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1], attack: 0.003, decay: 0.35 }),
} satisfies Record<string, Instrument>

/** Kick on one and three, snare on two and four, a hi-hat on every eighth. */
function drums(into: Signal, beatSeconds: number): void {
  const white = gaussian(seededRandom('drums'))
  const strike = (atSeconds: number, seconds: number, sound: (t: number) => number): void => {
    const start = Math.round(atSeconds * SIGNAL_RATE)
    for (let index = 0; index < seconds * SIGNAL_RATE && start + index < into.length; index += 1) {
      into[start + index] = (into[start + index] ?? 0) + sound(index / SIGNAL_RATE)
    }
  }
  for (let beat = 0; beat * beatSeconds * SIGNAL_RATE < into.length; beat += 0.5) {
    const at = beat * beatSeconds
    let last = 0
    strike(at, 0.05, (t) => {
      const sample = white()
      const high = sample - last
      last = sample
      return 0.3 * high * Math.exp(-t / 0.012)
    })
    if (beat % 2 === 0) {
      strike(at, 0.2, (t) => 3 * Math.sin(TAU * (55 * t - 3 * Math.exp(-t / 0.03))) * Math.exp(-t / 0.07))
    }
    if (beat % 2 === 1) {
      strike(at, 0.15, (t) => (0.8 * white() + Math.sin(TAU * 190 * t)) * Math.exp(-t / 0.045))
    }
  }
}

interface Arrangement {
  readonly chords?: Instrument
  /** Chord tones one after another, in eighths. */
  readonly arpeggio?: Instrument
  readonly melody?: Instrument
  readonly bass?: Instrument
  readonly drums?: boolean
}

const ARRANGEMENTS = {
  'organ chords': { chords: INSTRUMENTS.organ },
  'string pad': { chords: INSTRUMENTS.strings },
  'piano arpeggio': { arpeggio: INSTRUMENTS.piano, bass: INSTRUMENTS.piano },
  'flute with vibrato': { melody: INSTRUMENTS.flute },
  'guitar and bass': { arpeggio: INSTRUMENTS.guitar, bass: INSTRUMENTS.bass },
  drums: { drums: true },
  'whole band': {
    chords: INSTRUMENTS.strings,
    arpeggio: INSTRUMENTS.guitar,
    melody: INSTRUMENTS.flute,
    bass: INSTRUMENTS.bass,
    drums: true,
  },
} satisfies Record<string, Arrangement>

export type HoldMusic = keyof typeof ARRANGEMENTS

export const HOLD_MUSIC = Object.keys(ARRANGEMENTS) as readonly HoldMusic[]

/** Music as waiting queues play it, composed from a seed: chords of two seconds, 120 beats a minute. */
export function holdMusic(options: {
  readonly kind: HoldMusic
  readonly seconds: number
  readonly levelDb: number
}): Signal {
  const arrangement: Arrangement = ARRANGEMENTS[options.kind]
  const random = seededRandom(options.kind)
  const signal = silence(options.seconds)
  const beat = 0.5
  for (let bar = 0; bar * 4 * beat < options.seconds; bar += 1) {
    const from = bar * 4 * beat
    const chord = CHORDS[bar % CHORDS.length] ?? []
    for (const pitch of chord) arrangement.chords?.({ pitch, fromSeconds: from, seconds: 4 * beat }, signal)
    for (let eighth = 0; eighth < 8; eighth += 1) {
      const pitch = chord[eighth % chord.length] ?? 0
      arrangement.arpeggio?.({ pitch, fromSeconds: from + (eighth * beat) / 2, seconds: 2 * beat }, signal)
    }
    const root = (chord[0] ?? 0) - 12
    for (const half of [0, 2]) {
      arrangement.bass?.({ pitch: root, fromSeconds: from + half * beat, seconds: 2 * beat }, signal)
    }
    for (let at = 0; at < 4;) {
      const length = [0.5, 1, 1, 2][Math.floor(random() * 4)] ?? 1
      const pitch = (SCALE[Math.floor(random() * SCALE.length)] ?? 0) + 12
      arrangement.melody?.({ pitch, fromSeconds: from + at * beat, seconds: length * beat }, signal)
      at += length
    }
  }
  if (arrangement.drums === true) drums(signal, beat)
  return atLevel(signal, options.levelDb)
}

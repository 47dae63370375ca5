import type { RecognitionRate } from '../../contracts/audio.ts'
import { FRAME_MS } from './speech-gate.ts'
import { MOMENT_MS, SoundFollower, type SoundFeatures } from './sound-features.ts'

/** A second: several syllables of a voice, and a few notes of most music. */
const MOMENTS = 1000 / MOMENT_MS
/** Moments this far below the loudest say nothing about its lines. */
const AUDIBLE = 10 ** (-25 / 10)
/** The share of power in its two strongest lines that makes a sound a tone. An "oo" may have as much. */
const TONE_SHARE = 0.97
/** The lines of a tone stay where they are from moment to moment, within this, in the median; a voice glides. */
const TONE_DRIFT_HZ = 1.5
/** So many times at least it must be seen to stay. */
const TONE_STAYS = 2
/** Moments in which a tone begins or ends are softer than this. */
const LOUD = 10 ** (-10 / 10)
/** How much the level of a band varies in noise that stands still, in dB; a voice varies by 5 and more. */
const NOISE_SWING_DB = 2
/** Lines of voices and of noise persist so far by chance. */
const CHANCE_PERSISTENCE = 0.5
/** The more the lines of a sound persist, the more its level may swing and it is still music. */
const SWING_DB_PER_PERSISTENCE = 15
/** Silence before or within the second swings without bound; more than this says no more. */
const MOST_SWING_DB = 15

/** Before the first sample there was silence. */
const SILENCE: SoundFeatures = {
  bandsDb: [-40, -40, -40, -40],
  power: 0,
  tonePower: 0,
  toneHz: 0,
  persistence: 0,
}

/**
 * Recognises sounds that are no voice by how they go on for a second. Telephone tones have all their power in
 * two lines that stay where they are. Noise, hum and most music lack the swing of level that the four syllables
 * a second of any speech have (Scheirer and Slaney, ICASSP 1997), and notes stay while the pitch of a voice
 * glides. It rather takes music for a voice than a voice for music; what it cannot tell is decoded.
 */
export class SteadySound {
  readonly #follower: SoundFollower
  /** Oldest first. */
  readonly #moments: SoundFeatures[] = Array.from({ length: MOMENTS }, () => SILENCE)
  #heardMs = 0
  #isSteady = false

  constructor(rate: RecognitionRate) {
    this.#follower = new SoundFollower(rate)
  }

  /** True while the last second was no voice. Takes frames of `FRAME_MS`, all of them, in order. */
  hears(frame: Int16Array): boolean {
    this.#follower.hear(frame)
    this.#heardMs += FRAME_MS
    if (this.#heardMs % MOMENT_MS === 0) {
      this.#moments.shift()
      this.#moments.push(this.#follower.moment())
      this.#isSteady = isTone(this.#moments) || isStill(this.#moments)
    }
    return this.#isSteady
  }
}

function isTone(moments: readonly SoundFeatures[]): boolean {
  const tonePower = sumOf(moments, (moment) => moment.tonePower)
  if (tonePower <= TONE_SHARE * sumOf(moments, ({ power }) => power)) return false
  const loudest = loudestOf(moments)
  const drifts: number[] = []
  moments.forEach((moment, at) => {
    const before = moments[at - 1] ?? SILENCE
    if (Math.min(moment.power, before.power) > loudest * LOUD) {
      drifts.push(Math.abs(moment.toneHz - before.toneHz))
    }
  })
  const median = drifts.toSorted((a, b) => a - b)[drifts.length >> 1] ?? Infinity
  return drifts.length >= TONE_STAYS && median < TONE_DRIFT_HZ
}

function isStill(moments: readonly SoundFeatures[]): boolean {
  const loudest = loudestOf(moments)
  const audible = moments.filter(({ power }) => power > loudest * AUDIBLE)
  const persistence = sumOf(audible, (moment) => moment.persistence) / Math.max(1, audible.length)
  const allowed = SWING_DB_PER_PERSISTENCE * Math.max(0, persistence - CHANCE_PERSISTENCE)
  return meanSwing(moments) < NOISE_SWING_DB + allowed
}

/** Standard deviation of each band's level, averaged over the bands. */
function meanSwing(moments: readonly SoundFeatures[]): number {
  let total = 0
  for (let band = 0; band < SILENCE.bandsDb.length; band += 1) {
    const mean = sumOf(moments, ({ bandsDb }) => bandsDb[band] ?? 0) / moments.length
    const square = sumOf(moments, ({ bandsDb }) => ((bandsDb[band] ?? 0) - mean) ** 2) / moments.length
    total += Math.min(MOST_SWING_DB, Math.sqrt(square))
  }
  return total / SILENCE.bandsDb.length
}

function loudestOf(moments: readonly SoundFeatures[]): number {
  return moments.reduce((most, { power }) => Math.max(most, power), 0)
}

function sumOf(moments: readonly SoundFeatures[], value: (moment: SoundFeatures) => number): number {
  let sum = 0
  for (const moment of moments) sum += value(moment)
  return sum
}

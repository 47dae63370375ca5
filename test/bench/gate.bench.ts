import type { SpeechModel } from '../../server/asr/recognizer.ts'
import { loadVoiceActivity, type CreateVoiceActivity } from '../../server/asr/worker/voice-activity.ts'
import { loadVoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { everythingIsVoiced, heardByChannel, wordsCutOff, type Heard } from '../helpers/heard-by-channel.ts'
import { HOLD_MUSIC, holdMusic } from '../helpers/hold-music.ts'
import { testModelDir } from '../helpers/model.ts'
import * as signals from '../helpers/signals.ts'
import { sumWordErrors, wordErrors, type WordErrors } from '../helpers/word-error-rate.ts'
import type { BenchOptions } from './bench-options.ts'
import { atMost, type BenchResult } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { readReferenceAudio, type ReferenceAudio } from './play/reference-audio.ts'

/** Heard under every condition: one recorded voice and one made voice, with exact references. */
const UNDER_CONDITIONS = ['prompts', 'calm-request customer']
const AS_LOUD_AS_MUSIC = '0 dB over music'

interface Compared {
  readonly id: string
  readonly all: Heard
  readonly gated: Heard
  /** Errors against what was said; null without a reference. */
  readonly errors: { readonly all: WordErrors; readonly gated: WordErrors } | null
}

/**
 * What the speech gate saves and what it costs in words: the same audio decoded whole and through the gate,
 * as it is and at other levels, with noise and with music behind it; then sounds that are no speech.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const model = loadVoskModel({ library: loadVoskLibrary(null), folder: testModelDir() })
  const createVoiceActivity = await loadVoiceActivity()
  // Who comes second finds the graph warmed by the first, so they take turns.
  let gateFirst = false
  const compare = (audio: ReferenceAudio): Compared => {
    gateFirst = !gateFirst
    return compareOne({ model, createVoiceActivity, audio, gateFirst })
  }
  const seconds = options.number('seconds', { full: 300, quick: 10 })
  const recordings = (await readReferenceAudio()).map((audio) => cutTo(audio, seconds))
  const plain = recordings.map(compare)
  printSpeech(plain)
  const spoken = recordings.filter(({ id }) => UNDER_CONDITIONS.includes(id))
  const changed: Compared[] = []
  for (const [name, change] of Object.entries(conditions())) {
    const compared = spoken.map((audio) =>
      compare({ ...audio, id: `${audio.id}, ${name}`, samples: change(audio) }),
    )
    console.log(`\n${name}`)
    printSpeech(compared)
    // In front of music as loud as that, the recogniser itself gets one word in twenty right.
    if (name !== AS_LOUD_AS_MUSIC) changed.push(...compared)
  }
  const others = nonSpeech(Math.min(60, seconds)).map(compare)
  printNonSpeech(others)
  const minutes = others.reduce((sum, { all }) => sum + all.seconds, 0) / 60
  const words = others.reduce((sum, { gated }) => sum + gated.words.length, 0)
  return {
    goals: {
      gate_wer_points_lost: atMost(pointsLost(plain), 0.5),
      gate_wer_points_lost_changed: atMost(pointsLost(changed), 0.5),
      gate_words_cut_off: atMost(shareCutOff([...plain, ...changed]), 0.002),
      gate_false_words_per_minute: atMost(words / minutes, 0.1),
    },
  }
}

function compareOne(options: {
  model: SpeechModel
  createVoiceActivity: CreateVoiceActivity
  audio: ReferenceAudio
  gateFirst: boolean
}): Compared {
  const { model, createVoiceActivity, audio, gateFirst } = options
  const hear = (isGated: boolean): Heard =>
    heardByChannel({
      model,
      createVoiceActivity: isGated ? createVoiceActivity : everythingIsVoiced,
      ...audio,
    })
  const first = hear(gateFirst)
  const second = hear(!gateFirst)
  const [gated, all] = gateFirst ? [first, second] : [second, first]
  const { reference } = audio
  const errors =
    reference === null
      ? null
      : { all: wordErrors(reference, all.text), gated: wordErrors(reference, gated.text) }
  return { id: audio.id, all, gated, errors }
}

function cutTo(audio: ReferenceAudio, seconds: number): ReferenceAudio {
  return { ...audio, samples: audio.samples.subarray(0, seconds * audio.rate) }
}

/** Ways in which a caller may sound worse than on the recording. */
function conditions(): Readonly<Record<string, (audio: ReferenceAudio) => Int16Array>> {
  type Change = (speech: signals.Signal) => signals.Signal
  const over = (change: Change) => (audio: ReferenceAudio) =>
    signals.toPcm(change(signals.fromPcm(audio.samples)))
  const quieter =
    (levelDb: number): Change =>
    (speech) =>
      speech.map((sample) => sample * signals.decibels(levelDb))
  const behind =
    (snrDb: number, other: signals.Signal): Change =>
    (speech) => {
      const levelDb = 20 * Math.log10(signals.activeRms(speech)) - snrDb
      return signals.mix(speech, signals.atLevel(other, levelDb))
    }
  const noise = signals.noise({ colour: 'comfort', seconds: 60, levelDb: -20 })
  const band = holdMusic({ kind: 'whole band', seconds: 60, levelDb: -20 })
  return {
    '20 dB quieter': over(quieter(-20)),
    '35 dB quieter': over(quieter(-35)),
    'mu-law': over(signals.throughMuLaw),
    '20 dB over noise': over(behind(20, noise)),
    '15 dB over noise': over(behind(15, noise)),
    '10 dB over noise': over(behind(10, noise)),
    '20 dB over music': over(behind(20, band)),
    '10 dB over music': over(behind(10, band)),
    [AS_LOUD_AS_MUSIC]: over(behind(0, band)),
  }
}

function nonSpeech(seconds: number): readonly ReferenceAudio[] {
  const line = signals.noise({ colour: 'comfort', seconds, levelDb: -60 })
  const sounds = new Map<string, signals.Signal>()
  for (const [name, cadence] of Object.entries(signals.TELEPHONE_TONES)) {
    sounds.set(name, signals.mix(signals.tones({ cadence, seconds, levelDb: -16 }), line))
  }
  for (const colour of signals.NOISE_COLOURS) {
    for (const levelDb of [-30, -50]) {
      sounds.set(`${colour} ${levelDb} dB`, signals.noise({ colour, seconds, levelDb }))
    }
  }
  sounds.set('clicks', signals.mix(signals.clicks({ seconds, perSecond: 2, levelDb: -12 }), line))
  for (const kind of HOLD_MUSIC) sounds.set(kind, holdMusic({ kind, seconds, levelDb: -20 }))
  return [...sounds].map(([id, signal]) => ({
    id,
    rate: 8000,
    samples: signals.toPcm(signal),
    reference: '',
  }))
}

/** Word error rate through the gate less that of everything decoded, in points, over all that has a reference. */
function pointsLost(compared: readonly Compared[]): number {
  const errors = compared.flatMap((one) => one.errors ?? [])
  const rate = (side: 'all' | 'gated'): number => sumWordErrors(errors.map((one) => one[side])).rate
  return 100 * (rate('gated') - rate('all'))
}

function shareCutOff(compared: readonly Compared[]): number {
  const cutOff = compared.reduce((sum, { all, gated }) => sum + wordsCutOff(all, gated).length, 0)
  return cutOff / compared.reduce((sum, { all }) => sum + all.words.length, 0)
}

function printSpeech(compared: readonly Compared[]): void {
  const row = (id: string, parts: readonly Compared[]): string[] => {
    const sum = (value: (part: Compared) => number): number =>
      parts.reduce((total, part) => total + value(part), 0)
    const errors = parts.flatMap((part) => part.errors ?? [])
    const rate = (side: 'all' | 'gated'): string =>
      errors.length === 0 ? '-' : percent(sumWordErrors(errors.map((one) => one[side])).rate)
    const decoded = sum(({ gated }) => gated.decodedShare * gated.seconds) / sum(({ gated }) => gated.seconds)
    const cpu = sum(({ gated }) => gated.cpuSeconds) / sum(({ all }) => all.cpuSeconds)
    return [
      id,
      figure(sum(({ all }) => all.words.length)),
      rate('all'),
      rate('gated'),
      figure(sum(({ all, gated }) => wordsCutOff(all, gated).length)),
      percent(decoded),
      figure(cpu, 2),
    ]
  }
  printTable(
    ['', 'words', 'WER, all', 'WER, gate', 'cut off', 'decoded', 'CPU, of all'],
    [...compared.map((one) => row(one.id, [one])), row('together', compared)],
  )
}

function printNonSpeech(compared: readonly Compared[]): void {
  console.log('\nno speech')
  printTable(
    ['', 'words a minute, all', 'through the gate', 'decoded', 'CPU, of all'],
    compared.map(({ id, all, gated }) => [
      id,
      figure((all.words.length * 60) / all.seconds, 1),
      figure((gated.words.length * 60) / gated.seconds, 1),
      percent(gated.decodedShare),
      figure(gated.cpuSeconds / all.cpuSeconds, 2),
    ]),
  )
}

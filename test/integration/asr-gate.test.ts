import { beforeAll, describe, expect, it } from 'vitest'
import type { SpeechModel } from '../../server/asr/recognizer.ts'
import { loadVoiceActivity, type CreateVoiceActivity } from '../../server/asr/worker/voice-activity.ts'
import { loadVoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { everythingIsVoiced, heardByChannel, wordsCutOff, type Heard } from '../helpers/heard-by-channel.ts'
import { holdMusic, type HoldMusic } from '../helpers/hold-music.ts'
import { testModelDir } from '../helpers/model.ts'
import { beginningOf, callSamples } from '../helpers/sample-call-audio.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import * as signals from '../helpers/signals.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

/** The beginning of the call that is spoken in these tests. */
const UNTIL_MS = 30_000

let model: SpeechModel
let createVoiceActivity: CreateVoiceActivity

beforeAll(async () => {
  model = loadVoskModel({ library: loadVoskLibrary(null), folder: testModelDir() })
  createVoiceActivity = await loadVoiceActivity()
})

function throughGate(signal: signals.Signal): Heard {
  return heardByChannel({ model, createVoiceActivity, samples: signals.toPcm(signal), rate: 8000 })
}

function decodedWhole(signal: signals.Signal): Heard {
  const samples = signals.toPcm(signal)
  return heardByChannel({ model, createVoiceActivity: everythingIsVoiced, samples, rate: 8000 })
}

function errorsOf(said: string, heard: Heard): number {
  const { substitutions, insertions, deletions } = wordErrors(said, heard.text)
  return substitutions + insertions + deletions
}

async function spokenTurns(): Promise<{ speech: signals.Signal; said: string }> {
  const call = beginningOf(await callSamples('calm-request'), UNTIL_MS)
  return { speech: signals.fromPcm(call.samples.agent), said: saidBy(call.reference, 'agent') }
}

describe('what is no speech, with the real model', () => {
  const seconds = 12
  const line = signals.noise({ colour: 'comfort', seconds, levelDb: -60 })
  const heard = (signal: signals.Signal): { text: string; decodedShare: number } => throughGate(signal)

  it.each(Object.entries(signals.TELEPHONE_TONES))('makes no word of the tone %s', (_name, cadence) => {
    const tone = signals.tones({ cadence, seconds, levelDb: -16 })
    expect(heard(signals.mix(tone, line)).text).toBe('')
  })

  it.each(signals.NOISE_COLOURS.flatMap((colour) => [-30, -50].map((levelDb) => [colour, levelDb] as const)))(
    'makes no word of noise, %s at %i dB, and decodes little of it',
    (colour, levelDb) => {
      const { text, decodedShare } = heard(signals.noise({ colour, seconds, levelDb }))
      expect(text).toBe('')
      expect(decodedShare).toBeLessThan(0.2)
    },
  )

  it.each<HoldMusic>(['organ chords', 'piano arpeggio', 'guitar and bass', 'whole band'])(
    'makes no word of music, %s, and stops decoding it',
    (kind) => {
      const { text, decodedShare } = heard(holdMusic({ kind, seconds, levelDb: -20 }))
      expect(text).toBe('')
      expect(decodedShare).toBeLessThan(0.2)
    },
  )

  it.each<HoldMusic>(['string pad', 'flute with vibrato', 'drums'])(
    'makes no word of music that it decodes: %s',
    (kind) => {
      expect(heard(holdMusic({ kind, seconds, levelDb: -20 })).text).toBe('')
    },
  )

  it('makes no word of clicks', () => {
    expect(heard(signals.mix(signals.clicks({ seconds, perSecond: 2, levelDb: -12 }), line)).text).toBe('')
  })
})

describe('speech, with the real model', () => {
  /** Ways in which a caller may sound, each against everything decoded of the same sound. */
  const conditions: readonly (readonly [string, (speech: signals.Signal) => signals.Signal])[] = [
    ['as it is', (speech) => speech],
    ['35 dB quieter', (speech) => speech.map((sample) => sample * signals.decibels(-35))],
    ['10 dB over noise', (speech) => behind(speech, 10, noise(20))],
    ['10 dB over music', (speech) => behind(speech, 10, band(20))],
  ]
  const noise = (seconds: number): signals.Signal =>
    signals.noise({ colour: 'comfort', seconds, levelDb: -20 })
  const band = (seconds: number): signals.Signal => holdMusic({ kind: 'whole band', seconds, levelDb: -20 })

  function behind(speech: signals.Signal, snrDb: number, other: signals.Signal): signals.Signal {
    const levelDb = 20 * Math.log10(signals.activeRms(speech)) - snrDb
    return signals.mix(speech, signals.atLevel(other, levelDb))
  }

  it.each(conditions)('keeps its words: %s', async (_name, change) => {
    const { speech, said } = await spokenTurns()
    const changed = change(speech)
    const whole = decodedWhole(changed)
    const gated = throughGate(changed)
    expect(wordsCutOff(whole, gated)).toEqual([])
    // The recogniser is fed from another sample on, so a word or two may read otherwise. The bench holds whole
    // recordings to half a point.
    expect(errorsOf(said, gated)).toBeLessThanOrEqual(errorsOf(said, whole) + 2)
  })

  it('is heard when it follows ten seconds of music', async () => {
    const { speech, said } = await spokenTurns()
    const heard = throughGate(signals.join(band(10), speech))
    expect(wordErrors(said, heard.text).rate).toBeLessThan(0.25)
    expect(heard.words[0]?.startMs).toBeGreaterThan(10_000)
  })
})

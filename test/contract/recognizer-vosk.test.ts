import { beforeAll, describe, expect, it } from 'vitest'
import type { SpeechModel } from '../../server/asr/recognizer.ts'
import { loadVoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { between, callSamples } from '../helpers/sample-call-audio.ts'
import { testModelDir } from '../helpers/model.ts'
import { describeRecognizer } from './recognizer.contract.ts'

let model: SpeechModel
let speech: Int16Array
let said: string
/** With a word that the recogniser is not sure of. */
let opening: Int16Array

beforeAll(async () => {
  model = loadVoskModel({ library: loadVoskLibrary(null), folder: testModelDir() })
  const call = await callSamples('cancellation')
  opening = between(call.samples.customer, { fromMs: 0, toMs: 12_000 })
  const turns = call.reference.turns.filter((candidate) => candidate.party === 'customer')
  // The longest: in a short one a single wrong word would be too many.
  const [turn] = turns.toSorted((a, b) => b.text.length - a.text.length)
  if (turn === undefined) throw new Error('the sample call has no turn of the customer')
  said = turn.text
  speech = between(call.samples.customer, { fromMs: turn.startMs - 200, toMs: turn.endMs + 600 })
})

describeRecognizer('VoskRecognizer at 8 kHz', () => ({
  create: () => model.create(8000),
  speech,
  said,
  allowedErrors: 0.25,
}))

describeRecognizer('VoskRecognizer at 16 kHz', () => ({
  create: () => model.create(16000),
  speech: doubled(speech),
  said,
  allowedErrors: 0.25,
}))

describe('alternatives', { timeout: 60_000 }, () => {
  it('come with the confidences of the words, never instead of them', () => {
    const asked = loadVoskModel({
      library: loadVoskLibrary(null),
      folder: testModelDir(),
      maxAlternatives: 2,
    })
    const [with2, without] = [asked, model].map((each) => hearTurns(each))
    expect(with2?.words).toEqual(without?.words)
    expect(without?.alternatives.flat()).toEqual([])
    expect(with2?.alternatives.flat().length).toBeGreaterThan(0)
    for (const [index, others] of (with2?.alternatives ?? []).entries()) {
      expect(others.length).toBeLessThanOrEqual(2)
      expect(others).not.toContain(with2?.words[index])
    }
  })
})

describe('loadVoskModel', () => {
  it('names a folder without a model', () => {
    const load = (): SpeechModel => loadVoskModel({ library: loadVoskLibrary(null), folder: '/nowhere' })
    expect(load).toThrow(
      expect.objectContaining({ code: 'MODEL_INCOMPLETE', detail: expect.stringContaining('/nowhere') }),
    )
  })
})

describe('loadVoskLibrary', () => {
  it('names a library that cannot be loaded', () => {
    expect(() => loadVoskLibrary('/nowhere/libvosk.so')).toThrow(
      expect.objectContaining({ code: 'LIBRARY_UNAVAILABLE' }),
    )
  })
})

/** What a recogniser makes of the beginning of the call, utterance by utterance. */
function hearTurns({ create }: SpeechModel): {
  words: readonly string[]
  alternatives: readonly (readonly string[])[]
} {
  const recognizer = create(8000)
  const words: string[] = []
  const alternatives: (readonly string[])[] = []
  for (let from = 0; from < opening.length; from += 800) {
    if (!recognizer.accept(opening.subarray(from, from + 800)) && from + 800 < opening.length) continue
    words.push(
      recognizer
        .result()
        .map(({ text }) => text)
        .join(' '),
    )
    alternatives.push(recognizer.alternatives())
  }
  recognizer.close()
  return { words, alternatives }
}

/** The same sound at twice the rate, by linear interpolation. */
function doubled(samples: Int16Array): Int16Array {
  const twice = new Int16Array(samples.length * 2)
  samples.forEach((sample, index) => {
    twice[index * 2] = sample
    twice[index * 2 + 1] = Math.round((sample + (samples[index + 1] ?? sample)) / 2)
  })
  return twice
}

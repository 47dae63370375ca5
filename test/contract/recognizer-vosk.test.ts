import { beforeAll, describe, expect, it } from 'vitest'
import type { CreateRecognizer } from '../../server/asr/recognizer.ts'
import { loadVoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { between, callSamples } from '../helpers/sample-call-audio.ts'
import { testModelDir } from '../helpers/model.ts'
import { describeRecognizer } from './recognizer.contract.ts'

let create: CreateRecognizer
let speech: Int16Array
let said: string

beforeAll(async () => {
  create = loadVoskModel({ library: loadVoskLibrary(null), folder: testModelDir() })
  const call = await callSamples('cancellation')
  const turns = call.reference.turns.filter((candidate) => candidate.party === 'customer')
  // The longest: in a short one a single wrong word would be too many.
  const [turn] = turns.toSorted((a, b) => b.text.length - a.text.length)
  if (turn === undefined) throw new Error('the sample call has no turn of the customer')
  said = turn.text
  speech = between(call.samples.customer, { fromMs: turn.startMs - 200, toMs: turn.endMs + 600 })
})

describeRecognizer('VoskRecognizer at 8 kHz', () => ({
  create: () => create(8000),
  speech,
  said,
  allowedErrors: 0.25,
}))

describeRecognizer('VoskRecognizer at 16 kHz', () => ({
  create: () => create(16000),
  speech: doubled(speech),
  said,
  allowedErrors: 0.25,
}))

describe('loadVoskModel', () => {
  it('names a folder without a model', () => {
    const load = (): CreateRecognizer => loadVoskModel({ library: loadVoskLibrary(null), folder: '/nowhere' })
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

/** The same sound at twice the rate, by linear interpolation. */
function doubled(samples: Int16Array): Int16Array {
  const twice = new Int16Array(samples.length * 2)
  samples.forEach((sample, index) => {
    twice[index * 2] = sample
    twice[index * 2 + 1] = Math.round((sample + (samples[index + 1] ?? sample)) / 2)
  })
  return twice
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Utterance } from '../../server/contracts/transcript.ts'
import { makeRecognition, play, type RunningRecognition } from '../helpers/recognition.ts'
import { between, callSamples } from '../helpers/sample-call-audio.ts'

const CALL = 'cancellation'

let running: RunningRecognition

beforeAll(async () => {
  const { samples } = await callSamples(CALL)
  running = makeRecognition({
    maxAlternatives: 3,
    spellings: [
      { write: 'my-account', heard: ['my account'], language: 'en' },
      { write: 'konto', heard: ['account'], language: 'de' },
    ],
  })
  await running.recognition.start()
  running.open({ callId: CALL })
  play(running.sink, {
    callId: CALL,
    party: 'customer',
    samples: between(samples.customer, { fromMs: 0, toMs: 12_000 }),
  })
  await running.sink.close(CALL, 'completed')
}, 120_000)

afterAll(() => running.recognition.stop(5000))

describe('help for a small model', () => {
  const utterances = (): readonly Utterance[] =>
    running.messagesOf(CALL).filter((message) => message.type === 'utterance')

  it('writes the names of the site in its language, in partials and finals, words and text', () => {
    for (const state of ['partial', 'final'] as const) {
      const respelt = utterances().filter((each) => each.state === state && each.text.includes('my-account'))
      expect(respelt.length, state).toBeGreaterThan(0)
      for (const { words, text } of respelt) expect(words.map((word) => word.text).join(' ')).toBe(text)
    }
    expect(utterances().filter(({ text }) => /konto|my account/.test(text))).toEqual([])
  })

  it('gives other readings of finals, beside the confidences of their words', () => {
    const finals = utterances().filter(({ state }) => state === 'final')
    const alternatives = finals.flatMap((final) => final.alternatives ?? [])
    expect(alternatives.length).toBeGreaterThan(0)
    for (const final of finals) expect(final.alternatives?.length ?? 0).toBeLessThanOrEqual(3)
    expect(finals.flatMap(({ words }) => words).every(({ confidence }) => confidence !== null)).toBe(true)
    expect(utterances().some(({ state, ...rest }) => state === 'partial' && 'alternatives' in rest)).toBe(
      false,
    )
  })
})

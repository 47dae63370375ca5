import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ServedModels } from '../../server/asr/languages/choose-model.ts'
import type { OnModelFailed } from '../../server/contracts/audio.ts'
import type { CallId } from '../../server/contracts/call.ts'
import { koreanSpeech } from '../fixtures/korean-speech/speech.ts'
import { KOREAN_WORDS } from '../fixtures/korean-speech/words.ts'
import { testModel } from '../helpers/model.ts'
import { makeRecognition, play, textOf, type RunningRecognition } from '../helpers/recognition.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

const ENGLISH = testModel('en')
const KOREAN = testModel('ko')
/** The small Korean model takes seconds to load. */
const LOAD_MS = 40_000

let korean: Int16Array
let english: CallSamples
let running: RunningRecognition

beforeAll(async () => {
  korean = await koreanSpeech()
  english = beginningOf(await callSamples('calm-request'), 30_000)
})

afterEach(() => running.recognition.stop(5000))

async function start(options: { models?: ServedModels; modelIdleMs?: number } = {}): Promise<void> {
  running = makeRecognition({
    models: [ENGLISH, KOREAN],
    maxBacklogMs: 60_000,
    closeDeadlineMs: 120_000,
    ...options,
  })
  await running.recognition.start()
}

function speakKorean(callId: CallId, options: { model?: string; fromMs?: number } = {}): void {
  play(running.sink, { callId, party: 'customer', samples: korean, rate: 16_000, ...options })
}

/** The Korean model hears little of a synthetic voice, but all that it hears is Korean. */
function expectKorean(text: string): void {
  expect(text).toMatch(/^[\p{Script=Hangul} ]+$/u)
  expect(KOREAN_WORDS.some((word) => text.includes(word))).toBe(true)
}

const isLoaded = async (model: string): Promise<boolean> =>
  (await running.metricOf('earshot_asr_model_workers', { model })) > 0

describe('two languages', () => {
  it('are recognised side by side, each by its own model', async () => {
    await start()
    running.open({ callId: 'en' })
    running.open({ callId: 'ko', language: 'ko-KR' })
    for (const party of ['agent', 'customer'] as const) {
      play(running.sink, { callId: 'en', party, samples: english.samples[party] })
    }
    speakKorean('ko')
    await until(
      'both models serve',
      async () => (await isLoaded(ENGLISH.name)) && isLoaded(KOREAN.name),
      LOAD_MS,
    )
    await Promise.all(['en', 'ko'].map((callId) => running.sink.close(callId, 'completed')))

    for (const party of ['agent', 'customer'] as const) {
      const heard = textOf(running.finals('en', party))
      expect(wordErrors(saidBy(english.reference, party), heard).rate).toBeLessThan(0.25)
      expect(heard).not.toMatch(/\p{Script=Hangul}/u)
    }
    expectKorean(textOf(running.finals('ko', 'customer')))
    // Nothing of what was said before the model was there is lost.
    expect(await running.metric('earshot_asr_dropped_audio_milliseconds_total')).toBe(0)
  })

  it('are spoken in one call by two parties', async () => {
    await start()
    running.open({ callId: 'both' })
    play(running.sink, { callId: 'both', party: 'agent', samples: english.samples.agent })
    speakKorean('both', { model: running.sink.chooseModel({ language: 'ko', sampleRate: 16_000 }).model })
    await running.sink.close('both', 'completed')

    const agent = textOf(running.finals('both', 'agent'))
    expect(wordErrors(saidBy(english.reference, 'agent'), agent).rate).toBeLessThan(0.25)
    expectKorean(textOf(running.finals('both', 'customer')))
    const messages = running.messagesOf('both')
    expect(messages.map((message) => message.seq)).toEqual(messages.map((_, index) => index + 1))
  })

  it('are spoken by one party after another, with the words in their order', async () => {
    await start()
    running.open({ callId: 'moved' })
    const spokenMs = english.samples.customer.length / 8
    play(running.sink, { callId: 'moved', party: 'customer', samples: english.samples.customer })
    running.sink.endParty('moved', 'customer')
    speakKorean('moved', { model: KOREAN.name, fromMs: spokenMs })
    await running.sink.close('moved', 'completed')

    const finals = running.finals('moved', 'customer')
    const words = finals.flatMap((final) => final.words)
    words.forEach((word, index) => {
      expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.startMs ?? 0)
    })
    const before = words.filter((word) => word.endMs <= spokenMs).map((word) => word.text)
    const after = words.filter((word) => word.startMs >= spokenMs).map((word) => word.text)
    expect(wordErrors(saidBy(english.reference, 'customer'), before.join(' ')).rate).toBeLessThan(0.25)
    expectKorean(after.join(' '))
    expect(new Set(finals.map((final) => final.utteranceId)).size).toBe(finals.length)
    expect(running.messagesOf('moved').at(-1)).toMatchObject({
      durationMs: Math.floor(spokenMs + korean.length / 16),
    })
  })
})

describe('a model other than the default one', () => {
  it('is loaded when first asked for, dropped when unused, and loaded again', async () => {
    await start({ modelIdleMs: 300 })
    expect(running.workerPids()).toHaveLength(1)
    for (const [index, callId] of ['first', 'second'].entries()) {
      running.open({ callId, language: 'ko-KR' })
      expect(running.workerPids()).toHaveLength(1 + index)
      speakKorean(callId)
      expect(running.workerPids()).toHaveLength(2 + index)
      await running.sink.close(callId, 'completed')
      expect(running.recognition.readiness.loaded?.()).toEqual([ENGLISH.name, KOREAN.name])
      expectKorean(textOf(running.finals(callId, 'customer')))
      const unloads = async (): Promise<boolean> =>
        (await running.metricOf('earshot_asr_model_unloads_total', { model: KOREAN.name })) === index + 1
      await until('the model is dropped', unloads)
      expect(await isLoaded(KOREAN.name)).toBe(false)
    }
    expect(running.recognition.readiness.loaded?.()).toEqual([ENGLISH.name])
    expect(await running.recognition.readiness.check()).toBeNull()
  })

  it('fails the calls that need it when it cannot be loaded, and no others', async () => {
    await start({ models: [ENGLISH, { ...KOREAN, dir: '/nowhere' }] })
    const failures: Parameters<OnModelFailed>[0][] = []
    running.sink.onModelFailed((failure) => failures.push(failure))
    running.open({ callId: 'en' })
    running.open({ callId: 'ko', language: 'ko-KR' })
    play(running.sink, { callId: 'en', party: 'agent', samples: english.samples.agent })
    speakKorean('ko')
    await until('the model has failed', () => failures.length > 0, LOAD_MS)
    expect(failures).toEqual([
      { model: KOREAN.name, error: expect.objectContaining({ code: 'RECOGNISER_FAILED' }) },
    ])
    expect(() => running.sink.chooseModel({ language: 'ko', sampleRate: 8000 })).toThrow(failures[0]?.error)
    expect(running.recognition.readiness.note?.()).toContain(KOREAN.name)
    expect(await running.recognition.readiness.check()).toBeNull()

    await running.sink.close('ko', 'failed')
    const told = running.messagesOf('ko').filter((message) => message.type !== 'tick')
    expect(told).toMatchObject([
      { type: 'start' },
      { type: 'gap', atMs: 0, durationMs: Math.round(korean.length / 16), reason: 'dropped' },
      { type: 'end', reason: 'failed' },
    ])
    expect(running.logged.filter((line) => line['msg'] === 'A model could not be loaded.')).toHaveLength(1)
    await running.sink.close('en', 'completed')
    const heard = textOf(running.finals('en', 'agent'))
    expect(wordErrors(saidBy(english.reference, 'agent'), heard).rate).toBeLessThan(0.25)
  })

  it('is refused by name when nobody has set it up', async () => {
    await start({ models: [ENGLISH] })
    expect(() => running.sink.chooseModel({ model: KOREAN.name, sampleRate: 8000 })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNKNOWN' }),
    )
    running.open({ callId: 'en' })
    speakKorean('en', { model: KOREAN.name })
    expect(
      await running.metricOf('earshot_asr_refused_frames_total', { reason: 'unknown-model' }),
    ).toBeGreaterThan(0)
    await running.sink.close('en', 'completed')
  })
})

import type { RecognitionRate } from '../../server/contracts/audio.ts'
import { RecognizerError, type RecognizedWord, type Recognizer } from '../../server/asr/recognizer.ts'
import type { VoiceActivity } from '../../server/asr/worker/voice-activity.ts'

/** A sample with this value makes the fake fail, as native code does. */
export const POISON = 32_767
/** It hears nothing until this much more has been fed, like a recogniser whose pipeline holds audio back. */
export const PIPELINE_MS = 200
const PAUSE_MS = 500

interface Heard {
  readonly word: string
  readonly fromSample: number
  toSample: number
}

/**
 * A recogniser for tests without a model: a run of samples of one value is the word of that number in
 * `vocabulary`, other values are noise. It has a pipeline and hears pauses, as the real one does.
 */
export class FakeRecognizer implements Recognizer {
  readonly rate: RecognitionRate
  closed = false
  speakersForgotten = 0
  readonly #vocabulary: readonly string[]
  #fedSamples = 0
  #fed: number[] = []
  /** Everything before this sample has been part of a result. */
  #doneSamples = 0

  constructor(options: { rate: RecognitionRate; vocabulary: readonly string[] }) {
    this.rate = options.rate
    this.#vocabulary = options.vocabulary
  }

  get fedSamples(): number {
    return this.#fedSamples
  }

  accept(samples: Int16Array): boolean {
    if (samples.includes(POISON)) throw new RecognizerError('poisoned')
    this.#fed.push(...samples)
    this.#fedSamples += samples.length
    const last = this.#heard().at(-1)
    return last !== undefined && this.#decoded() - last.toSample >= this.#toSamples(PAUSE_MS)
  }

  partial(): string {
    return this.#heard()
      .map((heard) => heard.word)
      .join(' ')
  }

  result(): readonly RecognizedWord[] {
    const words = this.#heard().map((heard) => ({
      text: heard.word,
      startSeconds: heard.fromSample / this.rate,
      endSeconds: heard.toSample / this.rate,
      confidence: 0.9,
    }))
    this.#doneSamples = this.#decoded()
    return words
  }

  alternatives(): readonly string[] {
    return []
  }

  forgetSpeaker(): void {
    this.speakersForgotten += 1
    this.#doneSamples = this.#fedSamples
  }

  close(): void {
    this.closed = true
  }

  #decoded(): number {
    return Math.max(this.#doneSamples, this.#fedSamples - this.#toSamples(PIPELINE_MS))
  }

  #heard(): readonly Heard[] {
    const heard: Heard[] = []
    for (let at = this.#doneSamples; at < this.#decoded(); at += 1) {
      const word = this.#vocabulary[this.#fed[at] ?? 0]
      const last = heard.at(-1)
      if (word === undefined || word === '') continue
      if (last?.toSample === at && last.word === word) last.toSample = at + 1
      else heard.push({ word, fromSample: at, toSample: at + 1 })
    }
    return heard
  }

  #toSamples(ms: number): number {
    return (ms * this.rate) / 1000
  }
}

/** Takes every frame with a sample that is not zero for voice. */
export function fakeVoiceActivity(): VoiceActivity {
  return { isVoiced: (frame) => frame.some((sample) => sample !== 0), close: () => undefined }
}

/** Samples of the form that `FakeRecognizer` hears: each part is a value and how long it lasts. */
export function fakeSpeech(
  parts: readonly (readonly [value: number, ms: number])[],
  rate = 8000,
): Int16Array {
  return Int16Array.from(
    parts.flatMap(([value, ms]) => Array.from({ length: (ms * rate) / 1000 }, () => value)),
  )
}

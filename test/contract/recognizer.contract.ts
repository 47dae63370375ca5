import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Recognizer } from '../../server/asr/recognizer.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

interface RecognizerSubject {
  readonly create: () => Recognizer
  /** Speech with at least half a second of silence after it. */
  readonly speech: Int16Array
  readonly said: string
  /** Share of wrong words that is accepted. */
  readonly allowedErrors: number
}

/** What everything that calls itself a recogniser must do. */
export function describeRecognizer(name: string, subject: () => RecognizerSubject): void {
  describe(name, () => {
    let recognizer: Recognizer

    beforeEach(() => {
      recognizer = subject().create()
    })
    afterEach(() => recognizer.close())

    const silence = (ms: number): Int16Array => new Int16Array((recognizer.rate * ms) / 1000)

    /** Feeds chunks of 100 ms until the end or the first pause; returns the samples fed. */
    const feed = (samples: Int16Array): number => {
      const chunk = recognizer.rate / 10
      for (let from = 0; from < samples.length; from += chunk) {
        if (recognizer.accept(samples.subarray(from, from + chunk)))
          return Math.min(from + chunk, samples.length)
      }
      return samples.length
    }

    it('hears what is said', () => {
      const { speech, said, allowedErrors } = subject()
      feed(speech)
      feed(silence(1000))
      const text = recognizer
        .result()
        .map((word) => word.text)
        .join(' ')
      expect(wordErrors(said, text).rate).toBeLessThanOrEqual(allowedErrors)
    })

    it('gives words in order, inside what was fed, with confidences', () => {
      const { speech } = subject()
      feed(speech)
      const words = recognizer.result()
      const fedSeconds = recognizer.fedSamples / recognizer.rate
      expect(words.length).toBeGreaterThan(0)
      words.forEach((word, index) => {
        expect(word.startSeconds).toBeGreaterThanOrEqual(words[index - 1]?.startSeconds ?? 0)
        expect(word.endSeconds).toBeGreaterThan(word.startSeconds)
        expect(word.endSeconds).toBeLessThanOrEqual(fedSeconds)
        expect(word.confidence).toBeGreaterThanOrEqual(0)
        expect(word.confidence).toBeLessThanOrEqual(1)
      })
    })

    it('counts every sample and times later words from the first sample it ever got', () => {
      const { speech } = subject()
      recognizer.accept(silence(700))
      recognizer.result()
      recognizer.accept(silence(300))
      expect(recognizer.fedSamples).toBe(recognizer.rate)
      const fed = feed(speech)
      feed(silence(1000))
      expect(recognizer.fedSamples).toBeGreaterThanOrEqual(recognizer.rate + fed)
      expect(recognizer.result()[0]?.startSeconds).toBeGreaterThanOrEqual(1)
    })

    it('shows words while they are said, and none after the result', () => {
      const { speech } = subject()
      expect(recognizer.partial()).toBe('')
      recognizer.accept(speech.slice(0, Math.floor(speech.length * 0.8)))
      expect(recognizer.partial()).not.toBe('')
      recognizer.result()
      expect(recognizer.partial()).toBe('')
    })

    it('hears the pause after speech, and only after speech', () => {
      const { speech } = subject()
      expect(recognizer.accept(silence(1500))).toBe(false)
      const fed = feed(speech)
      const paused = fed < speech.length || feed(silence(3000)) < silence(3000).length
      expect(paused).toBe(true)
    })

    it('hears nothing in silence, and has a result before any audio', () => {
      expect(recognizer.result()).toEqual([])
      feed(silence(2000))
      expect(recognizer.result()).toEqual([])
    })

    it('goes on after a result', () => {
      const { speech, said, allowedErrors } = subject()
      for (const round of [1, 2]) {
        feed(speech)
        feed(silence(1000))
        const text = recognizer
          .result()
          .map((word) => word.text)
          .join(' ')
        expect(wordErrors(said, text).rate, `round ${round}`).toBeLessThanOrEqual(allowedErrors)
      }
    })
  })
}

import { describe, expect, it } from 'vitest'
import type { RecognizedWord } from '../../../../server/asr/recognizer.ts'
import { wordsOfBestPath } from '../../../../server/asr/worker/best-path.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

/** Words of half a second, each 0.1 s after the one before. */
function judged(text: string, confidence = 0.9): readonly RecognizedWord[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    startSeconds: index * 0.6,
    endSeconds: index * 0.6 + 0.5,
    confidence,
  }))
}

const best = (hypothesis: string, words: readonly RecognizedWord[]): readonly RecognizedWord[] =>
  wordsOfBestPath(hypothesis.split(' '), words)

describe('wordsOfBestPath', () => {
  it('gives the judged words where both readings are the same', () => {
    const words = judged('i want to cancel')
    expect(best('i want to cancel', words)).toEqual(words)
  })

  it('writes the word of the path in the place of another, with what confidence that one leaves', () => {
    const [, , two] = best('i want two cancel', judged('i want to cancel', 0.75))
    expect(two).toEqual({ text: 'two', startSeconds: 1.2, endSeconds: 1.7, confidence: 0.25 })
  })

  it('never says of a word on the path that it cannot be', () => {
    const [, , two] = best('i want two cancel', judged('i want to cancel', 1))
    expect(two?.confidence).toBe(0.05)
  })

  it('puts a word that the judges left out between its neighbours, as an unsure one', () => {
    const [, to] = best('want to cancel', judged('want cancel'))
    expect(to).toEqual({ text: 'to', startSeconds: 0.5, endSeconds: 0.6, confidence: 0.4 })
  })

  it('leaves out a word that the path does not have', () => {
    const words = judged('i want to cancel it')
    expect(best('i want to cancel', words)).toEqual(words.slice(0, 4))
  })

  it('finds room for left-out words at either end', () => {
    const [first, , last] = best('please cancel now', judged('cancel'))
    expect(first).toMatchObject({ text: 'please', startSeconds: 0, endSeconds: 0.03 })
    expect(last).toMatchObject({ text: 'now', startSeconds: 0.47, endSeconds: 0.5 })
  })

  it('keeps the judged words when the path has none, and has no words without a time', () => {
    const words = judged('yes')
    expect(wordsOfBestPath([], words)).toBe(words)
    expect(wordsOfBestPath(['the'], [])).toEqual([])
  })

  it('always writes the path, in order, inside the utterance, with confidences from 0 to 1', () => {
    const random = seededRandom(4)
    const draw = (most: number): string[] =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => 'abc'[Math.floor(random() * 3)] ?? 'a')
    for (let round = 0; round < 500; round += 1) {
      const path = draw(8)
      const words = judged(draw(8).join(' '), random())
      const found = wordsOfBestPath(path, words)
      expect(found.map(({ text }) => text)).toEqual(path)
      let at = 0
      for (const { startSeconds, endSeconds, confidence } of found) {
        expect(startSeconds).toBeGreaterThanOrEqual(at)
        expect(endSeconds).toBeGreaterThan(startSeconds)
        expect(confidence).toBeGreaterThan(0)
        expect(confidence).toBeLessThanOrEqual(1)
        at = startSeconds
      }
      expect(at).toBeLessThanOrEqual(words.at(-1)?.endSeconds ?? 0)
    }
  })
})

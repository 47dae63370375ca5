import { describe, expect, it } from 'vitest'
import { TranscriptAssembler, type UtteranceDraft } from '../../../server/asr/transcript-assembler.ts'
import { settledPhrases, sumSettled } from '../../bench/settled-phrases.ts'

const WORD_MS = 400

/** Hypotheses 120 ms apart from `fromMs` on, each said for so many times, then a final with a word every 400 ms. */
function utterance(
  assembler: TranscriptAssembler,
  heard: { fromMs: number; hypotheses: readonly (readonly [text: string, times: number])[]; final: string },
): readonly UtteranceDraft[] {
  let atMs = heard.fromMs
  const partials = heard.hypotheses.flatMap(([text, times]) =>
    Array.from({ length: times }, () => {
      atMs += 120
      return assembler.hypothesis({ text, fromMs: heard.fromMs, atMs })
    }),
  )
  const words = heard.final
    .split(' ')
    .filter((text) => text !== '')
    .map((text, index) => {
      const startMs = heard.fromMs + index * WORD_MS
      return { text, startMs, endMs: startMs + WORD_MS, confidence: 1 }
    })
  return [...partials, assembler.final({ words, atMs: atMs + 120 })].filter((draft) => draft !== null)
}

const fresh = (): TranscriptAssembler => new TranscriptAssembler({ party: 'agent', idPrefix: 'call-1' })

describe('settledPhrases', () => {
  it('counts content words and pairs of them, and what the final made of those that had stayed', () => {
    const drafts = utterance(fresh(), {
      fromMs: 1000,
      hypotheses: [
        ['my payment', 3],
        ['my payment failed', 1],
        ['my basement failed', 3],
      ],
      final: 'my basement sailed',
    })
    // Fired: payment, basement, failed, basement failed; of the final's three phrases only basement.
    expect(settledPhrases(drafts, 300)).toEqual({
      fired: 4,
      confirmed: 1,
      spoken: 3,
      early: 1,
      inTime: 3,
      delaysMs: [1000 + 7 * 120 - (1000 + 2 * WORD_MS)],
    })
  })

  it('fires a phrase once it has stayed, and the shorter the stay the more', () => {
    const drafts = utterance(fresh(), {
      fromMs: 0,
      hypotheses: [
        ['cancer', 1],
        ['cancel', 4],
      ],
      final: 'cancel',
    })
    expect(settledPhrases(drafts, 0)).toMatchObject({ fired: 2, confirmed: 1, delaysMs: [240 - WORD_MS] })
    expect(settledPhrases(drafts, 300)).toMatchObject({ fired: 1, confirmed: 1, delaysMs: [480 - WORD_MS] })
    expect(settledPhrases(drafts, 600)).toMatchObject({ fired: 0, spoken: 1, early: 0 })
  })

  it('does not take a phrase of the final for one that fired at another place', () => {
    const drafts = utterance(fresh(), {
      fromMs: 0,
      hypotheses: [['refund', 5]],
      final: 'i would like to have my whole money as a refund',
    })
    expect(settledPhrases(drafts, 300)).toMatchObject({ fired: 1, confirmed: 0, early: 0 })
  })

  it('tells the same words said twice, and two utterances, apart', () => {
    const assembler = fresh()
    const twice = utterance(assembler, {
      fromMs: 0,
      hypotheses: [['refund the refund', 5]],
      final: 'refund the refund',
    })
    const again = utterance(assembler, { fromMs: 5000, hypotheses: [['refund', 5]], final: 'refund' })
    expect(settledPhrases([...twice, ...again], 300)).toMatchObject({ fired: 3, confirmed: 3, spoken: 3 })
  })

  it('counts as in time what fired or became final soon after its end', () => {
    const soon = utterance(fresh(), { fromMs: 0, hypotheses: [['the', 9]], final: 'refund' })
    const late = utterance(fresh(), { fromMs: 0, hypotheses: [['the', 10]], final: 'refund' })
    expect(settledPhrases(soon, 300)).toMatchObject({ spoken: 1, early: 0, inTime: 1 })
    expect(settledPhrases(late, 300)).toMatchObject({ spoken: 1, early: 0, inTime: 0 })
  })

  it('sums parties', () => {
    const one = { fired: 1, confirmed: 1, spoken: 2, early: 1, inTime: 2, delaysMs: [200] }
    expect(sumSettled([one, one])).toEqual({
      fired: 2,
      confirmed: 2,
      spoken: 4,
      early: 2,
      inTime: 4,
      delaysMs: [200, 200],
    })
  })
})

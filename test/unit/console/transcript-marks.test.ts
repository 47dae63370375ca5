import { describe, expect, test } from 'vitest'
import { wordRuns } from '../../../agent-console/src/components/transcript-marks.ts'
import { locateEvidence } from '../../../agent-console/src/data/locate-evidence.ts'
import { callMs } from '../../../server/contracts/time.ts'
import type { Utterance, Word } from '../../../server/contracts/transcript.ts'
import {
  buildEvidence,
  buildOutcome,
  buildUtterance,
  buildWords,
  WORD_MS,
} from '../../helpers/message-builders.ts'

function utterance(text: string, change: Partial<Utterance> = {}): Utterance {
  return { ...buildUtterance({ text, utteranceId: 'u-1', state: 'partial' }), ...change }
}

/** Evidence for the words from place `at` on, with times as they were estimated then. */
const evidenceOf = (text: string, at: number, utteranceId = 'u-1') => {
  const words = buildWords(text, at * WORD_MS)
  const endMs = words.at(-1)?.endMs ?? callMs(0)
  return buildEvidence({ words, utteranceId, startMs: callMs(at * WORD_MS), endMs })
}

describe('the words of the evidence', () => {
  test('are found where they are, although positions moved', () => {
    const found = locateEvidence(
      utterance('well you know i want to cancel it'),
      evidenceOf('want to cancel', 1),
    )
    expect(found).toEqual({ from: 4, to: 7 })
  })

  test('are the nearest in time when they are said twice', () => {
    const twice = utterance('cancel it now i said cancel it')
    expect(locateEvidence(twice, evidenceOf('cancel it', 5))).toEqual({ from: 5, to: 7 })
    expect(locateEvidence(twice, evidenceOf('cancel it', 0))).toEqual({ from: 0, to: 2 })
  })

  test('are found by time when redaction has changed them', () => {
    const redacted = utterance('my card is # # # thanks')
    expect(locateEvidence(redacted, evidenceOf('four one two', 3))).toEqual({ from: 3, to: 6 })
  })

  test('are not found in another utterance, nor where nothing was said at the time', () => {
    expect(locateEvidence(utterance('want to cancel'), evidenceOf('want to cancel', 0, 'u-2'))).toBeNull()
    expect(locateEvidence(utterance('hello'), evidenceOf('want to cancel', 30))).toBeNull()
    expect(
      locateEvidence(
        utterance('hello'),
        buildEvidence({ condition: 'absence', words: [], utteranceId: null }),
      ),
    ).toBeNull()
  })
})

describe('runs of words', () => {
  const aged = (ages: readonly number[]): Utterance => {
    const said = utterance('one two three four')
    const words: Word[] = said.words.map((word, index) => ({
      ...word,
      confidence: null,
      stayedMs: ages[index] ?? 0,
    }))
    return { ...said, words }
  }

  test('are settled from 300 ms on, and moving before', () => {
    expect(wordRuns(aged([900, 300, 299, 0]), []).map(({ state, text }) => [state, text])).toEqual([
      ['settled', 'one two'],
      ['moving', 'three four'],
    ])
  })

  test('are final and grey where the recogniser was unsure', () => {
    const said = utterance('one two three', { state: 'final' })
    const words = said.words.map((word, index) => ({ ...word, confidence: [0.95, 0.69, 0.7][index] ?? 1 }))
    expect(wordRuns({ ...said, words }, []).map(({ state, unsure, text }) => [state, unsure, text])).toEqual([
      ['final', false, 'one'],
      ['final', true, 'two'],
      ['final', false, 'three'],
    ])
  })

  test('mark what made a rule fire, unless it was withdrawn', () => {
    const said = utterance('i want to cancel now', { state: 'final' })
    const outcome = buildOutcome({ evidence: evidenceOf('want to cancel', 1) })
    expect(wordRuns(said, [outcome]).map((run) => [run.outcome?.outcomeId ?? '', run.text])).toEqual([
      ['', 'i'],
      ['outcome-1', 'want to cancel'],
      ['', 'now'],
    ])
    expect(wordRuns(said, [{ ...outcome, state: 'retracted' }])).toHaveLength(1)
  })
})

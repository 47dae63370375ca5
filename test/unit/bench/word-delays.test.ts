import { expect, test } from 'vitest'
import { joinDelays, wordDelays } from '../../bench/play/word-delays.ts'

const STARTED_AT = 1_000_000

function hypothesis(
  wallMs: number,
  text: string,
  stays: readonly number[],
): Parameters<typeof wordDelays>[0]['hypotheses'][number] {
  return {
    wallMs: STARTED_AT + wallMs,
    words: text.split(' ').map((word, index) => ({ text: word, stayedMs: stays[index] ?? 0 })),
  }
}

test('a word counts from its end, as the final has it, to the first hypothesis with it and to its stay', () => {
  const delays = wordDelays({
    startedAt: STARTED_AT,
    warmMs: 0,
    hypotheses: [
      hypothesis(1200, 'cancel', [0]),
      hypothesis(1400, 'cancel mine', [200, 0]),
      hypothesis(1600, 'cancel my', [400, 0]),
    ],
    words: [
      { text: 'cancel', endMs: 1000 },
      { text: 'my', endMs: 1250 },
    ],
  })
  expect(delays).toEqual({ words: 2, firstMs: [200, 350], settledMs: [600] })
})

test('a word that changed in between is not taken for the one that stood there', () => {
  const delays = wordDelays({
    startedAt: STARTED_AT,
    warmMs: 0,
    hypotheses: [hypothesis(900, 'council my', [500, 500])],
    words: [
      { text: 'cancel', endMs: 400 },
      { text: 'my', endMs: 600 },
    ],
  })
  expect(delays).toEqual({ words: 2, firstMs: [300], settledMs: [300] })
})

test('words before the warm position are left out, one by one', () => {
  const delays = wordDelays({
    startedAt: STARTED_AT,
    warmMs: 500,
    hypotheses: [hypothesis(900, 'cancel my', [0, 0])],
    words: [
      { text: 'cancel', endMs: 400 },
      { text: 'my', endMs: 600 },
    ],
  })
  expect(delays).toEqual({ words: 1, firstMs: [300], settledMs: [] })
  expect(joinDelays([delays, delays])).toEqual({ words: 2, firstMs: [300, 300], settledMs: [] })
})

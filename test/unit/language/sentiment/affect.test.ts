import { describe, expect, test } from 'vitest'
import {
  affectLevel,
  affectTrend,
  initialAffect,
  sustainedNegative,
  takeUtterance,
  type Affect,
  type AffectSample,
} from '../../../../server/language/sentiment/affect.ts'
import { isBackchannel } from '../../../../server/language/sentiment/backchannel.ts'

function after(...samples: readonly AffectSample[]): Affect {
  return samples.reduce(takeUtterance, initialAffect)
}

/** One utterance of ten words every so often. */
function every(seconds: number, scores: readonly number[]): readonly AffectSample[] {
  return scores.map((score, index) => ({ atMs: (index + 1) * seconds * 1000, words: 10, score }))
}

describe('the level', () => {
  test('is null before anything counts', () => {
    expect(affectLevel(initialAffect)).toBeNull()
    expect(affectLevel(after({ atMs: 0, words: 2, score: -1 }))).toBeNull()
    expect(affectLevel(after({ atMs: 0, words: 5, score: 0, backchannel: true }))).toBeNull()
  })

  test('of equal utterances is theirs', () => {
    expect(affectLevel(after(...every(5, [-0.4, -0.4, -0.4])))).toBeCloseTo(-0.4, 10)
  })

  test('counts an utterance half after three more', () => {
    const level = affectLevel(after(...every(5, [1, 0, 0, 0]))) ?? NaN
    const decay = 0.5 ** (1 / 3)
    expect(level).toBeCloseTo(0.5 / (1 + decay + decay ** 2 + 0.5), 10)
  })

  test('weighs by words, up to a limit', () => {
    const short = { atMs: 1000, words: 5, score: 0 }
    const ten = affectLevel(after(short, { atMs: 2000, words: 10, score: -1 })) ?? NaN
    const many = affectLevel(after(short, { atMs: 2000, words: 25, score: -1 })) ?? NaN
    const endless = affectLevel(after(short, { atMs: 2000, words: 500, score: -1 }))
    expect(many).toBeLessThan(ten)
    expect(endless).toBe(many)
  })
})

describe('the trend', () => {
  test('is the last minute less the first two', () => {
    const affect = after(...every(20, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0, -0.5, -0.5, -0.5]))
    expect(affectTrend(affect, 220_000)).toBeCloseTo(-1, 10)
  })

  test('is null in the first two minutes, and where one side is silent', () => {
    expect(affectTrend(after(...every(20, [0.5, 0.5])), 60_000)).toBeNull()
    expect(affectTrend(after(...every(20, [0.5, 0.5])), 300_000)).toBeNull()
    expect(affectTrend(after({ atMs: 200_000, words: 5, score: -1 }), 210_000)).toBeNull()
  })
})

describe('sustained negative', () => {
  test('wants three of the last five', () => {
    expect(sustainedNegative(after(...every(5, [-0.6, -0.6, 0, 0])))).toBe(false)
    expect(sustainedNegative(after(...every(5, [-0.6, 0, -0.6, 0, -0.6])))).toBe(true)
    expect(sustainedNegative(after(...every(5, [-0.6, -0.6, -0.6, 0, 0, 0])))).toBe(false)
  })

  test('does not count what is too short', () => {
    const short = { atMs: 1000, words: 1, score: -0.9 }
    expect(sustainedNegative(after(short, short, short))).toBe(false)
  })
})

test('stays the same through JSON and stays small in a long call', () => {
  const affect = after(
    ...every(
      1,
      Array.from({ length: 2000 }, (_, index) => (index % 7) / 7 - 0.5),
    ),
  )
  expect(JSON.parse(JSON.stringify(affect))).toEqual(affect)
  expect(affect.recent.length).toBeLessThanOrEqual(60)
  expect(affect.last).toHaveLength(5)
})

test('a backchannel is nothing but listening', () => {
  expect(isBackchannel(['yeah', 'okay', 'Right'])).toBe(true)
  expect(isBackchannel(['好', '的'])).toBe(true)
  expect(isBackchannel(['yeah', 'but', 'no'])).toBe(false)
})

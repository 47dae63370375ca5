import { describe, expect, it } from 'vitest'
import { similarity } from '../../../../server/language/sounds/similarity.ts'
import { createSoundIndex, JOIN_SCORE } from '../../../../server/language/sounds/sound-index.ts'
import { soundsAlike } from '../../../../server/language/sounds/sounds-alike.ts'

const WORDS = [
  ...['cancel', 'council', 'account', 'website', 'login', 'email', 'contract', 'contact', 'not', 'refund'],
  ...['billing', 'building', 'majority', 'maturity', 'fifteen', 'fifty', 'record', 'recall', '取消'],
]

describe('createSoundIndex', () => {
  it('finds what comparing with every word finds', () => {
    const index = createSoundIndex(WORDS)
    for (const word of [...WORDS, 'canceled', 'kansel', 'webside', 'refunds', 'contacts']) {
      const slow = WORDS.flatMap((other, at) =>
        similarity(word, other) >= 0.85 ? [{ index: at, score: similarity(word, other) }] : [],
      )
      expect(index.find(word, 0.85), word).toEqual(slow)
    }
  })

  it('knows two words that are one', () => {
    const index = createSoundIndex(WORDS)
    const pair = (first: string, second: string): readonly string[] =>
      index.findPair(first, second).map((match) => WORDS[match.index] ?? '')
    expect(pair('web', 'site')).toEqual(['website'])
    expect(pair('log', 'in')).toEqual(['login'])
    expect(pair('e', 'mail')).toEqual(['email'])
    expect(pair('cancel', 'a')).toEqual([])
    expect(pair('site', 'web')).toEqual([])
    expect(index.findPair('web', 'sight')[0]?.score).toBeCloseTo(0.98 * JOIN_SCORE)
    expect(['web', 'log', 'e'].map((first) => index.mayBegin(first))).toEqual([true, true, true])
    expect(['zebra', '我', ''].map((first) => index.mayBegin(first))).toEqual([false, false, false])
  })

  it('tells words apart that are there twice', () => {
    expect(createSoundIndex(['cancel', 'refund', 'cancel']).find('cancel', 1)).toEqual([
      { index: 0, score: 1 },
      { index: 2, score: 1 },
    ])
  })
})

describe('soundsAlike', () => {
  it('gives the best first', () => {
    const found = soundsAlike('cancel', WORDS, 0.8)
    expect(found.map(({ word }) => word)).toEqual(['cancel', 'council'])
    expect(found[0]?.score).toBe(1)
    expect(soundsAlike('not', WORDS, 0.1)).toEqual([{ word: 'not', score: 1 }])
    expect(soundsAlike('取', WORDS, 0.1)).toEqual([])
  })
})

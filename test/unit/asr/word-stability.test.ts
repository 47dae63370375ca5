import { beforeEach, describe, expect, it } from 'vitest'
import { WordStability } from '../../../server/asr/word-stability.ts'

let stability: WordStability

beforeEach(() => {
  stability = new WordStability()
  stability.reset(1000)
})

const since = (): Record<string, number> =>
  Object.fromEntries(stability.words.map((word) => [word.text, word.sinceMs]))

describe('WordStability', () => {
  it('knows since when each word has stayed', () => {
    expect(stability.update(['i'], 1500)).toBe(true)
    expect(stability.update(['i', 'want'], 1800)).toBe(true)
    expect(stability.update(['i', 'want'], 1900)).toBe(false)
    expect(since()).toEqual({ i: 1500, want: 1800 })
  })

  it('does not take words for new because one before them changed', () => {
    stability.update(['eye', 'want', 'to'], 1800)
    stability.update(['i', 'want', 'to'], 1900)
    expect(since()).toEqual({ i: 1900, want: 1800, to: 1800 })
  })

  it('does not take words for new because one was inserted or vanished before them', () => {
    stability.update(['my', 'bill', 'is', 'wrong'], 2000)
    stability.update(['my', 'last', 'bill', 'is', 'wrong'], 2100)
    stability.update(['last', 'bill', 'is', 'wrong'], 2200)
    expect(since()).toEqual({ last: 2100, bill: 2000, is: 2000, wrong: 2000 })
  })

  it('starts anew for a word that went away and came back', () => {
    stability.update(['cancel'], 2000)
    stability.update(['castle'], 2100)
    stability.update(['cancel'], 2200)
    expect(since()).toEqual({ cancel: 2200 })
  })

  it('forgets everything for a new utterance', () => {
    stability.update(['hello'], 2000)
    stability.reset(5000)
    expect(stability.words).toEqual([])
    stability.update(['hello'], 5600)
    expect(since()).toEqual({ hello: 5600 })
  })

  it('says of the words of a final how long they had stayed', () => {
    stability.update(['i', 'want', 'two', 'cancel'], 2000)
    const final = ['i', 'want', 'to', 'cancel', 'it']
    expect(stability.staysOf(final, 2500)).toEqual([620, 620, 0, 560, 0])
  })

  it('counts the time before a word was seen, so that outliving a step of the decoder makes 300 ms', () => {
    stability.update(['cancel'], 2000)
    expect(stability.stays(2000)).toEqual([60])
    expect(stability.stays(2180)).toEqual([240])
    expect(stability.stays(2240)).toEqual([300])
  })

  it('counts more of it for a word that others follow, which was there before them', () => {
    stability.update(['cancel', 'it'], 2000)
    expect(stability.stays(2000)).toEqual([120, 60])
    stability.update(['cancel', 'it', 'today'], 2240)
    expect(stability.stays(2240)).toEqual([360, 360, 60])
  })

  describe('estimates times', () => {
    it('so that a word ends shortly before it was first seen', () => {
      stability.update(['hello'], 2000)
      expect(stability.words[0]).toMatchObject({ startMs: 1450, endMs: 1750 })
    })

    it('so that words seen together share the room in order', () => {
      stability.update(['good', 'morning'], 1700)
      const [good, morning] = stability.words
      expect(good?.startMs).toBe(1000)
      expect(good?.endMs).toBe(morning?.startMs)
      expect(morning?.endMs).toBe(1450)
    })

    it('and keeps them when only other words change', () => {
      stability.update(['hello'], 2000)
      stability.update(['hello', 'there'], 2600)
      stability.update(['yellow', 'there'], 2700)
      expect(stability.words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
        [1450, 1750],
        [2050, 2350],
      ])
    })

    it('and fits an inserted word between its neighbours', () => {
      stability.update(['hello'], 2000)
      stability.update(['hello', 'there'], 2600)
      stability.update(['hello', 'you', 'there'], 2700)
      const you = stability.words[1]
      expect(you?.startMs).toBeGreaterThanOrEqual(1750)
      expect(you?.endMs).toBeLessThanOrEqual(2050)
    })

    it('ascending, from the start of the utterance, and never ahead of the audio', () => {
      const hypotheses = [
        'a',
        'a bee',
        'see',
        'see dee ee',
        'see dee',
        'eff see gee dee ee aitch',
        'dee',
        'eye',
      ]
      hypotheses.forEach((text, step) => {
        const atMs = 1050 + step * 100
        stability.update(text.split(' '), atMs)
        let before = 1000
        for (const word of stability.words) {
          expect(word.startMs).toBeGreaterThanOrEqual(before)
          expect(word.endMs).toBeGreaterThanOrEqual(word.startMs)
          before = word.endMs
        }
        expect(before).toBeLessThanOrEqual(Math.max(1000, atMs))
      })
    })
  })
})

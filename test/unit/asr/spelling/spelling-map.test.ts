import { describe, expect, it } from 'vitest'
import { SpellingMap } from '../../../../server/asr/spelling/spelling-map.ts'
import { callMs } from '../../../../server/contracts/time.ts'
import type { Word } from '../../../../server/contracts/transcript.ts'

/** Words of 100 ms, one after the other. */
function spoken(text: string, change: Partial<Word> = {}): readonly Word[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    startMs: callMs(index * 100),
    endMs: callMs(index * 100 + 100),
    confidence: 0.9,
    stayedMs: 1000,
    ...change,
  }))
}

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ')

const map = new SpellingMap([
  { write: 'earshot', heard: ['ear shot', 'your shot'] },
  { write: 'earshot live', heard: ['ear shot life'] },
  { write: 'acme', heard: ['ack me'] },
])

describe('SpellingMap', () => {
  it.each([
    ['i use ear shot daily', 'i use earshot daily'],
    ['your shot', 'earshot'],
    ['ear shot life is on', 'earshot live is on'],
    ['ear shot ear shot', 'earshot earshot'],
    ['ear ear shot', 'ear earshot'],
    ['ack me ear shot', 'acme earshot'],
    ['ear', 'ear'],
    ['shot ear', 'shot ear'],
  ])('writes "%s" as "%s"', (heard, written) => {
    expect(textOf(map.respell(spoken(heard)))).toBe(written)
  })

  it('returns the same words when there is nothing to write', () => {
    const words = spoken('good morning')
    expect(map.respell(words)).toBe(words)
    expect(map.respell([])).toEqual([])
  })

  it('covers the time of what was heard, in order', () => {
    const words = map.respell(spoken('the ear shot life'))
    expect(words.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 100],
      [100, 291],
      [291, 400],
    ])
  })

  it('is as sure and as settled as the worst word heard', () => {
    const [ear, shot] = spoken('ear shot')
    if (ear === undefined || shot === undefined) throw new Error('two words')
    const heard = [
      { ...ear, confidence: 0.4, stayedMs: 900 },
      { ...shot, stayedMs: 100 },
    ]
    expect(map.respell(heard)).toMatchObject([{ text: 'earshot', confidence: 0.4, stayedMs: 100 }])
    expect(map.respell(spoken('ear shot', { confidence: null }))).toMatchObject([{ confidence: null }])
  })
})

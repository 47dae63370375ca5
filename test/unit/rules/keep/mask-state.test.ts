import { describe, expect, it } from 'vitest'
import type { Word } from '../../../../server/contracts/transcript.ts'
import { redactKept } from '../../../../server/redaction/redact-words.ts'
import { maskState } from '../../../../server/rules/keep/mask-state.ts'
import { buildUtterance, buildWords } from '../../../helpers/message-builders.ts'

const CARD = 'my card is four five three nine one two'

function texts(words: unknown): string {
  return (words as readonly Word[]).map(({ text }) => text).join(' ')
}

describe('a state that is written down', () => {
  it('has no numbers in its words, wherever they lie', () => {
    const state = {
      open: [{ party: 'customer', words: buildWords(CARD) }],
      tails: { customer: { words: buildWords(CARD).map((word) => ({ word, usedBy: ['a'] })), endMs: 9 } },
      rules: { 'a:1': { pending: [{ evidence: { words: buildWords(CARD), others: [] } }] } },
      buffered: [buildUtterance({ text: CARD })],
      last: buildWords('nine')[0],
    }
    const masked = JSON.stringify(maskState(state, redactKept))
    for (const digit of ['four', 'five', 'three', 'nine', 'one', 'two']) {
      expect(masked).not.toContain(digit)
    }
    expect(masked).toContain('card')
  })

  it('keeps every word in its place, with its times', () => {
    const words = buildWords(CARD, 1000)
    const masked = maskState(words, redactKept) as readonly Word[]
    expect(masked.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(
      words.map(({ startMs, endMs }) => [startMs, endMs]),
    )
    expect(texts(masked)).toBe('my card is • • • • • •')
  })

  it('writes texts anew from their words and leaves other readings out', () => {
    const utterance = { ...buildUtterance({ text: CARD }), alternatives: [CARD] }
    expect(maskState(utterance, redactKept)).toMatchObject({ text: 'my card is • • • • • •' })
    expect(maskState(utterance, redactKept)).not.toHaveProperty('alternatives')
  })

  it('is otherwise as it was', () => {
    const state = {
      callId: 'c',
      seq: 4,
      none: null,
      list: [1, 'two words', true, [], {}],
      action: { kind: 'prompt', text: 'Call one two three four.' },
      words: [],
    }
    expect(maskState(state, redactKept)).toEqual(state)
  })
})

import { describe, expect, it } from 'vitest'
import { sumWordErrors, wordErrors, wordsOf } from '../../helpers/word-error-rate.ts'

describe('wordsOf', () => {
  it('writes words as a recogniser does', () => {
    expect(wordsOf("I can't, really -- it's the agent's!")).toEqual([
      'i',
      "can't",
      'really',
      "it's",
      'the',
      "agent's",
    ])
  })

  it('finds no words in punctuation and quotes', () => {
    expect(wordsOf(" ' … ' ")).toEqual([])
  })
})

describe('wordErrors', () => {
  it.each([
    ['the same', 'pay the bill', 'pay the bill', [0, 0, 0], 0],
    ['a substitution', 'pay the bill', 'pay the pill', [1, 0, 0], 1 / 3],
    ['an insertion', 'pay the bill', 'pay the old bill', [0, 1, 0], 1 / 3],
    ['a deletion', 'pay the bill', 'pay bill', [0, 0, 1], 1 / 3],
    ['nothing heard', 'pay the bill', '', [0, 0, 3], 1],
    ['more made up than said', 'pay', 'may i say', [1, 2, 0], 3],
    [
      'an early word lost does not shift the rest',
      'please pay the bill today',
      'pay the bill today',
      [0, 0, 1],
      1 / 5,
    ],
    ['all kinds at once', 'a b c d e f', 'z b c e f g', [1, 1, 1], 3 / 6],
  ] as const)('%s', (_, reference, hypothesis, [substitutions, insertions, deletions], rate) => {
    const errors = wordErrors(reference, hypothesis)
    expect(errors).toEqual({
      words: wordsOf(reference).length,
      substitutions,
      insertions,
      deletions,
      rate: expect.closeTo(rate, 10),
    })
  })

  it('has no rate for words made up out of nothing', () => {
    expect(wordErrors('', '').rate).toBe(0)
    expect(wordErrors('', 'the').rate).toBe(Infinity)
  })
})

describe('sumWordErrors', () => {
  it('weighs each text by its words', () => {
    const sum = sumWordErrors([wordErrors('a b c d e f g h i', 'a b c d e f g h i'), wordErrors('a', 'b')])
    expect(sum).toEqual({ words: 10, substitutions: 1, insertions: 0, deletions: 0, rate: 0.1 })
  })

  it('takes a masked digit for the digit, and for nothing else', () => {
    expect(wordErrors('card four five three nine', 'card • • • •').rate).toBe(0)
    expect(wordErrors('card number please', 'card • please').substitutions).toBe(1)
  })
})

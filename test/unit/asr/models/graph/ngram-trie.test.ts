import { describe, expect, it } from 'vitest'
import { GraphFormatError } from '../../../../../server/asr/models/graph/graph-format-error.ts'
import { ngramTransition } from '../../../../../server/asr/models/graph/ngram-transition.ts'
import { decodeNgramFile } from '../../../../../server/asr/models/graph/read-graph.ts'
import { TINY_ARCS, TINY_HISTORIES, tinyNgram, type TinyHistory } from '../../../../helpers/tiny-ngram.ts'

function faultOf(bytes: Buffer): GraphFormatError {
  try {
    decodeNgramFile(bytes)
  } catch (thrown) {
    if (thrown instanceof GraphFormatError) return thrown
    throw thrown
  }
  throw new Error('the file was read')
}

/** The tiny model with one history changed. */
function withHistory(state: number, change: Partial<TinyHistory>): Buffer {
  const histories = TINY_HISTORIES.map((each, index) => (index === state ? { ...each, ...change } : each))
  return tinyNgram({ histories })
}

/** The tiny model whose fourth and fifth history are both `call`. */
function twiceTheSameWord(): Buffer {
  const wordsAt = 345
  const bytes = tinyNgram()
  bytes.writeInt32LE(2, wordsAt + 4 * 4)
  return bytes
}

describe('a language model of type ngram', () => {
  it('is read as the histories that were written', () => {
    const { trie } = decodeNgramFile(tinyNgram())
    expect(trie.states).toBe(7)
    expect([...trie.parent]).toEqual([-1, 0, 0, 0, 0, 3, 4])
    expect([...trie.oldestWord]).toEqual([-1, 0, 1, 2, 3, 1, 2])
    expect([...trie.final]).toEqual([3, Infinity, Infinity, 1.75, Infinity, Infinity, 2])
    expect([...trie.firstNext]).toEqual([0, 4, 6, 7, 8, 9, 11, 12])
    expect([...trie.backoff].slice(1)).toEqual(TINY_HISTORIES.slice(1).map(({ backoff }) => backoff))
  })

  it.each(TINY_ARCS.filter(([, word]) => word !== 0))(
    'leads from state %i with word %i (weight %d) to state %i',
    (from, word, _weight, to) => {
      expect(ngramTransition(decodeNgramFile(tinyNgram()).trie, from, word)).toBe(to)
    },
  )

  it('leads to the longest history that it has for a word that it does not foresee', () => {
    const { trie } = decodeNgramFile(tinyNgram())
    expect(ngramTransition(trie, 2, 3)).toBe(4)
    expect(ngramTransition(trie, 2, 99)).toBe(0)
  })
})

describe('a file that is not one', () => {
  it.each([
    ['begins with something else', Buffer.from('PK\u0003\u0004 and more'), 0, /0x7eb2fdd6, found 0x04034b50/],
    ['is of another type', tinyNgram({ fstType: 'const' }), 4, /a graph of type ngram, found const/],
    ['has other arcs', tinyNgram({ arcType: 'log' }), 13, /arcs of type standard, found log/],
    ['is of another version', tinyNgram({ version: 3 }), 25, /version 4 of type ngram, found 3/],
    ['starts nowhere', tinyNgram({ start: 7 }), 41, /a start state below 7, found 7/],
    ['counts its states twice and differently', tinyNgram({ states: 6 }), 297, /says \(6\).*found 7/],
    ['goes on after its end', Buffer.concat([tinyNgram(), Buffer.alloc(3)]), 521, /the end.*found 3 more/],
    ['is empty', Buffer.alloc(0), 0, /found the end of the file/],
  ])('%s is refused with the byte', (_what, bytes, offset, reason) => {
    const fault = faultOf(bytes)
    expect(fault.message).toMatch(reason)
    expect(fault.offset).toBe(offset)
  })

  it('is refused wherever it is cut, at a byte that it still has', () => {
    const whole = tinyNgram()
    for (let length = 0; length < whole.length; length += 1) {
      const fault = faultOf(whole.subarray(0, length))
      expect(fault.offset).toBeLessThanOrEqual(length)
      expect(fault.message).toMatch(/^byte \d+: expected .+, found .+/)
    }
  })

  it.each([
    [
      'histories out of order',
      twiceTheSameWord(),
      /^byte 361: .*words of histories in rising order, more than 2/,
    ],
    ['a history of nothing known', withHistory(6, { words: [2, 9] }), /in the bitmap of the histories/],
    [
      'a word that is none',
      withHistory(2, { next: { 0: 1 } }),
      /follow a history in rising order, more than 0/,
    ],
  ])('is refused for %s', (_what, bytes, reason) => {
    expect(faultOf(bytes).message).toMatch(reason)
  })
})

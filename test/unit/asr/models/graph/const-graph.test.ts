import { describe, expect, it } from 'vitest'
import { findGraphDifference } from '../../../../../server/asr/models/graph/compare-graphs.ts'
import type { ConstGraph } from '../../../../../server/asr/models/graph/const-reader.ts'
import { encodeConstFst } from '../../../../../server/asr/models/graph/const-writer.ts'
import {
  decodeConstFile,
  decodeNgramFile,
  type ConstFile,
  type NgramFile,
} from '../../../../../server/asr/models/graph/read-graph.ts'
import { TINY_ARCS, TINY_HISTORIES, tinyNgram } from '../../../../helpers/tiny-ngram.ts'

const STATE_BYTES = 20
const ARC_BYTES = 16

const original: NgramFile = decodeNgramFile(tinyNgram())

function encode(): Buffer {
  return encodeConstFst(original.trie, original.header, original.symbols)
}

function arcsOf(graph: ConstGraph): unknown[] {
  const arcs: unknown[] = []
  for (let state = 0; state < graph.states; state += 1) {
    for (let index = 0; index < graph.arcCount(state); index += 1) {
      const { inputLabel, outputLabel, weight, target } = graph.arc(graph.firstArc(state) + index)
      expect(outputLabel).toBe(inputLabel)
      arcs.push([state, inputLabel, weight, target])
    }
  }
  return arcs
}

describe('a language model written as const', () => {
  const written: ConstFile = decodeConstFile(encode())

  it('has the arcs that were worked out by hand', () => {
    expect(arcsOf(written.graph)).toEqual(TINY_ARCS)
  })

  it('ends where and as the original does', () => {
    const finals = TINY_HISTORIES.map((_history, state) => written.graph.final(state))
    expect(finals).toEqual(TINY_HISTORIES.map(({ final }) => final ?? Infinity))
  })

  it('keeps start, properties and symbols', () => {
    expect(written.header).toMatchObject({ fstType: 'const', version: 2, start: 1, states: 7, arcs: 18 })
    // OpenFst finds out in addition that the graph has cycles with weights.
    expect(written.header.properties).toBe(original.header.properties | (1n << 46n))
    expect(written.symbols.equals(original.symbols)).toBe(true)
  })

  it('equals the original', () => {
    expect(findGraphDifference(written.graph, original.trie)).toBeNull()
  })
})

describe('the comparison with the original', () => {
  const bytes = encode()
  const arcsAt = bytes.length - TINY_ARCS.length * ARC_BYTES
  const statesAt = arcsAt - TINY_HISTORIES.length * STATE_BYTES

  it.each([
    ['a final weight', statesAt + 3 * STATE_BYTES, 'state 3: another final weight'],
    ['a place of arcs', statesAt + 2 * STATE_BYTES + 4, 'state 2: arcs at another place'],
    ['a count of arcs', statesAt + 2 * STATE_BYTES + 8, 'state 2: 3 arcs'],
    ['a count of empty labels', statesAt + STATE_BYTES + 12, 'state 1: other counts of empty labels'],
    ['an input label', arcsAt, 'state 0: arc 0 has another label'],
    ['an output label', arcsAt + 9 * ARC_BYTES + 4, 'state 3: arc 0 has another label'],
    ['a weight by its last bit', arcsAt + 17 * ARC_BYTES + 8, 'state 6: arc 1 has another weight'],
    ['a target', arcsAt + 10 * ARC_BYTES + 12, 'state 3: arc 1 leads to 7 instead of 6'],
  ])('finds %s that was changed', (_what, offset, difference) => {
    const changed = Buffer.from(bytes)
    changed[offset] = (changed[offset] ?? 0) ^ 1
    expect(findGraphDifference(decodeConstFile(changed).graph, original.trie)).toBe(difference)
  })

  it('finds arcs that are too few', () => {
    const other = decodeNgramFile(
      tinyNgram({
        histories: TINY_HISTORIES.map((each, index) => (index === 5 ? { ...each, next: { 1: 5 } } : each)),
      }),
    )
    expect(findGraphDifference(decodeConstFile(bytes).graph, other.trie)).toBe('18 arcs instead of 17')
  })
})

describe('a file of type const', () => {
  it('may be padded, as older tools write it', () => {
    const bytes = encode()
    const arcsAt = bytes.length - TINY_ARCS.length * ARC_BYTES
    const statesAt = arcsAt - TINY_HISTORIES.length * STATE_BYTES
    const head = Buffer.from(bytes.subarray(0, statesAt))
    head.writeInt32LE(1, 25)
    const padded = [head, bytes.subarray(statesAt, arcsAt), bytes.subarray(arcsAt)].reduce((done, part) =>
      Buffer.concat([done, Buffer.alloc((16 - (done.length % 16)) % 16), part]),
    )
    expect(findGraphDifference(decodeConstFile(padded).graph, original.trie)).toBeNull()
  })

  it('that is cut short is refused with the byte', () => {
    const bytes = encode()
    expect(() => decodeConstFile(bytes.subarray(0, -1))).toThrow(
      /^byte \d+: expected the arcs \(288 bytes\), found 287 bytes before its end$/,
    )
  })
})

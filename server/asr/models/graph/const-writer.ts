import { encodeFstHeader, type FstHeader } from './fst-header.ts'
import { ngramTransition } from './ngram-transition.ts'
import type { NgramTrie } from './ngram-trie.ts'

/** The layout without padding, which is what OpenFst's own `fstconvert` writes. */
const VERSION = 2
const STATE_BYTES = 20
const ARC_BYTES = 16
/** Source: OpenFst 1.7.9, `properties.h`: `kWeightedCycles`. */
const WEIGHTED_CYCLES = 1n << 46n

/**
 * The same graph as an OpenFst file of type `const`: every state and every arc written out, so that nothing has
 * to be searched for while decoding. Header, states and arcs are byte for byte what `fstconvert --fst_type=const`
 * of OpenFst 1.7.9 writes; it writes the symbols in another order.
 *
 * @param symbols the symbol tables as they were read.
 */
export function encodeConstFst(trie: NgramTrie, header: FstHeader, symbols: Buffer): Buffer {
  const arcs = trie.nextWord.length + trie.states - 1
  const head = encodeFstHeader({
    ...header,
    fstType: 'const',
    version: VERSION,
    properties: header.properties | (hasWeightedCycle(trie) ? WEIGHTED_CYCLES : 0n),
    arcs,
  })
  const bytes = Buffer.allocUnsafe(
    head.length + symbols.length + trie.states * STATE_BYTES + arcs * ARC_BYTES,
  )
  head.copy(bytes)
  symbols.copy(bytes, head.length)
  const statesAt = head.length + symbols.length
  writeArcs(bytes, trie, { statesAt, arcsAt: statesAt + trie.states * STATE_BYTES })
  return bytes
}

function writeArcs(bytes: Buffer, trie: NgramTrie, at: { statesAt: number; arcsAt: number }): void {
  const { firstNext, nextWord, nextWeight, backoff, final, parent } = trie
  let { statesAt: stateAt, arcsAt: arcAt } = at
  let position = 0
  const writeArc = (word: number, weight: number, target: number): void => {
    bytes.writeInt32LE(word, arcAt)
    bytes.writeInt32LE(word, arcAt + 4)
    bytes.writeFloatLE(weight, arcAt + 8)
    bytes.writeInt32LE(target, arcAt + 12)
    arcAt += ARC_BYTES
  }
  for (let state = 0; state < trie.states; state += 1) {
    const epsilons = state === 0 ? 0 : 1
    const from = firstNext[state] ?? 0
    const to = firstNext[state + 1] ?? 0
    const count = to - from + epsilons
    bytes.writeFloatLE(final[state] ?? Infinity, stateAt)
    bytes.writeUInt32LE(position, stateAt + 4)
    bytes.writeUInt32LE(count, stateAt + 8)
    bytes.writeUInt32LE(epsilons, stateAt + 12)
    bytes.writeUInt32LE(epsilons, stateAt + 16)
    stateAt += STATE_BYTES
    position += count
    if (epsilons === 1) writeArc(0, backoff[state] ?? 0, parent[state] ?? 0)
    for (let index = from; index < to; index += 1) {
      const word = nextWord[index] ?? 0
      writeArc(word, nextWeight[index] ?? 0, ngramTransition(trie, state, word))
    }
  }
}

/** Whatever is said after the empty history leads back to it by backoff, so one weighted word is enough. */
function hasWeightedCycle({ firstNext, nextWeight }: NgramTrie): boolean {
  return nextWeight.subarray(0, firstNext[1] ?? 0).some((weight) => weight !== 0)
}

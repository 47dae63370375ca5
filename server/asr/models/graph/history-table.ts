import type { NgramTrie } from './ngram-trie.ts'

const LOAD = 2
const EMPTY = -1

export interface HistoryTable {
  /** The longest history in the trie that ends in a state's words and this one. */
  longest(state: number, word: number): number
}

/**
 * Finds histories by hashing. From a state it first asks for where the word leads from the state's own backoff
 * state, then whether the trie holds that history with the state's oldest word in front.
 */
export function createHistoryTable(trie: NgramTrie): HistoryTable {
  const { parent, oldestWord, states } = trie
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(states * LOAD))).fill(EMPTY)
  const mask = slots.length - 1
  const depth = new Uint8Array(states)

  const slotOf = (above: number, word: number): number => {
    let slot = (Math.imul(above, 0x9e37_79b1) ^ Math.imul(word, 0x85eb_ca6b)) >>> 0
    slot = (slot ^ (slot >>> 15)) & mask
    for (;;) {
      const state = slots[slot] ?? EMPTY
      if (state === EMPTY || (parent[state] === above && oldestWord[state] === word)) return slot
      slot = (slot + 1) & mask
    }
  }
  for (let state = 1; state < states; state += 1) {
    const above = parent[state] ?? 0
    slots[slotOf(above, oldestWord[state] ?? EMPTY)] = state
    depth[state] = (depth[above] ?? 0) + 1
  }
  const extend = (state: number, word: number): number => slots[slotOf(state, word)] ?? EMPTY

  function longest(state: number, word: number): number {
    const shorter = state === 0 ? 0 : longest(parent[state] ?? 0, word)
    // Something shorter was missing already, so what is longer cannot be there.
    if (depth[shorter] !== depth[state]) return shorter
    const longer = extend(shorter, state === 0 ? word : (oldestWord[state] ?? EMPTY))
    return longer === EMPTY ? shorter : longer
  }
  return { longest }
}

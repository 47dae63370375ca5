import type { NgramTrie } from './ngram-trie.ts'

/**
 * Where a word leads from a state: the longest history that ends in what was said and is in the trie. It begins
 * at the newest word and takes one older word at a time, by halving.
 */
export function ngramTransition(trie: NgramTrie, state: number, word: number): number {
  const history: number[] = []
  for (let at = state; at > 0; at = trie.parent[at] ?? 0) history.push(trie.oldestWord[at] ?? -1)

  let reached = childOf(trie, 0, word)
  if (reached === -1) return 0
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const child = childOf(trie, reached, history[index] ?? -1)
    if (child === -1) break
    reached = child
  }
  return reached
}

function childOf({ firstChild, oldestWord }: NgramTrie, state: number, word: number): number {
  let low = firstChild[state] ?? 0
  let high = (firstChild[state + 1] ?? 0) - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = oldestWord[middle] ?? 0
    if (found === word) return middle
    if (found < word) low = middle + 1
    else high = middle - 1
  }
  return -1
}

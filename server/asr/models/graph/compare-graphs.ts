import type { ConstGraph } from './const-reader.ts'
import { createHistoryTable, type HistoryTable } from './history-table.ts'
import type { NgramTrie } from './ngram-trie.ts'

/**
 * Holds a `const` graph against the trie that it was made of: every state, every final weight, and of every arc
 * the labels, the weight bit by bit, and where it leads. Where a word leads is worked out in another way than
 * the one that wrote the file, so that one mistake cannot hide itself.
 *
 * @returns the first difference in words; null when there is none.
 */
export function findGraphDifference(graph: ConstGraph, trie: NgramTrie): string | null {
  const arcs = trie.nextWord.length + trie.states - 1
  if (graph.states !== trie.states) return `${graph.states} states instead of ${trie.states}`
  if (graph.arcs !== arcs) return `${graph.arcs} arcs instead of ${arcs}`
  const table = createHistoryTable(trie)
  let position = 0
  for (let state = 0; state < trie.states; state += 1) {
    const difference = differenceOfState({ graph, trie, table, state, position })
    if (difference !== null) return `state ${state}: ${difference}`
    position += graph.arcCount(state)
  }
  return null
}

interface StateToCompare {
  readonly graph: ConstGraph
  readonly trie: NgramTrie
  readonly table: HistoryTable
  readonly state: number
  readonly position: number
}

function differenceOfState({ graph, trie, table, state, position }: StateToCompare): string | null {
  const from = trie.firstNext[state] ?? 0
  const count = (trie.firstNext[state + 1] ?? 0) - from
  const epsilons = state === 0 ? 0 : 1
  if (!Object.is(graph.final(state), trie.final[state])) return 'another final weight'
  if (graph.firstArc(state) !== position) return 'arcs at another place'
  if (graph.arcCount(state) !== count + epsilons) return `${graph.arcCount(state)} arcs`
  if (graph.epsilonCounts(state).some((found) => found !== epsilons)) return 'other counts of empty labels'
  for (let index = 0; index < count + epsilons; index += 1) {
    const arc = graph.arc(position + index)
    const isBackoff = index < epsilons
    const next = from + index - epsilons
    const word = isBackoff ? 0 : trie.nextWord[next]
    const weight = isBackoff ? trie.backoff[state] : trie.nextWeight[next]
    const target = isBackoff ? trie.parent[state] : table.longest(state, word ?? -1)
    if (arc.inputLabel !== word || arc.outputLabel !== word) return `arc ${index} has another label`
    if (!Object.is(arc.weight, weight)) return `arc ${index} has another weight`
    if (arc.target !== target) return `arc ${index} leads to ${arc.target} instead of ${target}`
  }
  return null
}

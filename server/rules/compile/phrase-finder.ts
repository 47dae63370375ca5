import type { Phrase, Slot } from './phrase.ts'

/** A phrase found in a row of words: `phrase` is its index in the list given, `from` to before `to` its words. */
export interface PhraseHit {
  readonly phrase: number
  readonly from: number
  readonly to: number
}

/** Finds all phrases of all rules in a row of words at once. */
export interface PhraseFinder {
  /** Words of the longest phrase. */
  readonly longest: number
  /** Every occurrence, also those that overlap, ordered by start, then by length. */
  find(words: readonly string[]): readonly PhraseHit[]
}

interface Node {
  /** Where a word leads; alternatives of one slot lead to the same node, so brackets cost no copies. */
  readonly byWord: Map<string, Node[]>
  readonly byPrefix: { readonly prefix: string; readonly node: Node }[]
  readonly bySlot: Map<string, Node>
  /** Phrases that end here. */
  readonly ends: number[]
}

const NO_HITS: readonly PhraseHit[] = []

/** Builds a word-level trie over the phrases; a word of the call costs one look-up unless a phrase begins with it. */
export function createPhraseFinder(phrases: readonly Phrase[]): PhraseFinder {
  const root = createNode()
  phrases.forEach((phrase, index) => {
    phrase.slots.reduce(childFor, root).ends.push(index)
  })
  return {
    longest: phrases.reduce((longest, phrase) => Math.max(longest, phrase.slots.length), 0),
    find: (words) => findAll(root, words),
  }
}

function createNode(): Node {
  return { byWord: new Map(), byPrefix: [], bySlot: new Map(), ends: [] }
}

function childFor(node: Node, slot: Slot): Node {
  const key = slot.map((pattern) => (pattern.prefix ? `${pattern.text}*` : pattern.text)).join('|')
  const existing = node.bySlot.get(key)
  if (existing !== undefined) return existing
  const child = createNode()
  node.bySlot.set(key, child)
  for (const pattern of slot) {
    if (pattern.prefix) node.byPrefix.push({ prefix: pattern.text, node: child })
    else node.byWord.set(pattern.text, [...(node.byWord.get(pattern.text) ?? []), child])
  }
  return child
}

function findAll(root: Node, words: readonly string[]): readonly PhraseHit[] {
  let hits: PhraseHit[] | null = null
  for (let from = 0; from < words.length; from += 1) {
    let reached = follow(root, words[from])
    for (let to = from + 1; reached.size > 0; to += 1) {
      for (const node of reached) {
        for (const phrase of node.ends) (hits ??= []).push({ phrase, from, to })
      }
      const next = new Set<Node>()
      for (const node of reached) for (const child of follow(node, words[to])) next.add(child)
      reached = next
    }
  }
  return hits ?? NO_HITS
}

const NOWHERE: ReadonlySet<Node> = new Set()

function follow(node: Node, word: string | undefined): ReadonlySet<Node> {
  if (word === undefined) return NOWHERE
  const exact = node.byWord.get(word)
  if (exact === undefined && !node.byPrefix.some(({ prefix }) => word.startsWith(prefix))) return NOWHERE
  const begun = node.byPrefix.filter(({ prefix }) => word.startsWith(prefix)).map((edge) => edge.node)
  return new Set([...(exact ?? []), ...begun])
}

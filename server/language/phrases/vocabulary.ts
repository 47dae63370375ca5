import type { Phrase, PhraseNode } from './tree.ts'

/**
 * For each place of a phrase that needs a certain word, the words that could stand there: `close` of `close my
 * account`, `close` and `cancel` of `(close|cancel) my account`. Longer alternatives are places of their own.
 * Places that a slot, a gap, `*` or `~` fills need no certain word and are left out.
 */
export function plainWords(phrase: Phrase): readonly (readonly string[])[] {
  return placesOf(phrase.root)
}

function placesOf(node: PhraseNode): readonly (readonly string[])[] {
  switch (node.kind) {
    case 'word':
      return node.pattern.kind === 'exact' ? [[node.pattern.text]] : []
    case 'sequence':
      return node.of.flatMap(placesOf)
    case 'optional':
      return placesOf(node.of)
    case 'choice':
    case 'list':
      return placesOfChoice(node.of)
    case 'gap':
    case 'slot':
      return []
  }
}

function placesOfChoice(branches: readonly PhraseNode[]): readonly (readonly string[])[] {
  const single = branches.filter((branch) => branch.kind === 'word')
  const longer = branches.filter((branch) => branch.kind !== 'word').flatMap(placesOf)
  const words = single.flatMap(({ pattern }) => (pattern.kind === 'exact' ? [pattern.text] : []))
  return words.length === single.length && words.length > 0 ? [words, ...longer] : longer
}

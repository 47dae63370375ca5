import type { Phrase, PhraseNode, WordPattern } from '../../../language/phrases/phrase.ts'
import { fitsPattern } from '../../../language/phrases/word-pattern.ts'

/** Words that a phrase has side by side; one of several that may stand in a place is among them, a longer one is not. */
export interface SideBySide {
  readonly patterns: readonly WordPattern[]
  readonly hasList: boolean
}

const known = new WeakMap<Phrase, readonly SideBySide[]>()

/** The rows of words that a phrase is made of, its own first, then those of its alternatives. */
export function sideBySide(phrase: Phrase): readonly SideBySide[] {
  const rows = known.get(phrase) ?? rowsOf(phrase.root)
  known.set(phrase, rows)
  return rows
}

/** Whether the word is one of the phrase's own, not counting its lists. */
export function saysWord(phrase: Phrase, word: string): boolean {
  return sideBySide(phrase).some(({ patterns }) => patterns.some((pattern) => fitsPattern(pattern, word)))
}

function rowsOf(node: PhraseNode): readonly SideBySide[] {
  const members = node.kind === 'sequence' ? node.of : [node]
  const inner = members.flatMap(branchesOf)
  const longer = inner.filter(({ kind }) => kind === 'sequence').flatMap(rowsOf)
  const patterns = inner.flatMap((each) => (each.kind === 'word' ? [each.pattern] : []))
  return [{ patterns, hasList: inner.some(({ kind }) => kind === 'list') }, ...longer]
}

/** What may stand in a place. */
function branchesOf(node: PhraseNode): readonly PhraseNode[] {
  if (node.kind === 'optional') return branchesOf(node.of)
  return node.kind === 'choice' ? node.of.flatMap(branchesOf) : [node]
}

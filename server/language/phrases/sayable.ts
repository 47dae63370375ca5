import type { PhraseNode } from './phrase.ts'

/** Whether there is a way to say a phrase with words that the recogniser can write. */
export function sayable(node: PhraseNode, hears: (word: string) => boolean): boolean {
  switch (node.kind) {
    case 'word':
      return node.pattern.kind !== 'exact' || hears(node.pattern.text)
    case 'sequence':
      return node.of.every((part) => sayable(part, hears))
    case 'choice':
    case 'list':
      return node.of.some((part) => sayable(part, hears))
    case 'optional':
    case 'gap':
    case 'slot':
      return true
  }
}

/** The words of a phrase that must be written as they are; those of named lists are in their own file. */
export function exactWords(node: PhraseNode): readonly string[] {
  switch (node.kind) {
    case 'word':
      return node.pattern.kind === 'exact' ? [node.pattern.text] : []
    case 'sequence':
    case 'choice':
      return node.of.flatMap(exactWords)
    case 'optional':
      return exactWords(node.of)
    case 'list':
    case 'gap':
    case 'slot':
      return []
  }
}

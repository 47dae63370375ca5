import type { PhraseNode, SlotName, WordPattern } from '../../language/phrases/phrase.ts'

/** One way to go on in a phrase: from the state that it is listed under to `to`. */
export type PhraseStep =
  | { readonly kind: 'word'; readonly to: number; readonly pattern: WordPattern }
  | { readonly kind: 'slot'; readonly to: number; readonly name: SlotName }
  | { readonly kind: 'gap'; readonly to: number; readonly most: number }
  | { readonly kind: 'skip'; readonly to: number }

/** All ways to say a phrase, as steps between states; the first state is 0, and every step leads to a higher one. */
export interface PhraseSteps {
  /** By state. */
  readonly from: readonly (readonly PhraseStep[])[]
  readonly end: number
}

export function phraseSteps(root: PhraseNode): PhraseSteps {
  const from: PhraseStep[][] = [[]]
  const end = add(from, root, 0)
  return { from, end }
}

/** Adds the ways through a part of a phrase; answers the state behind it. */
function add(from: PhraseStep[][], node: PhraseNode, at: number): number {
  switch (node.kind) {
    case 'sequence':
      return node.of.reduce((state, part) => add(from, part, state), at)
    case 'choice':
    case 'list': {
      const ends = node.of.map((part) => {
        const begin = newState(from)
        from[at]?.push({ kind: 'skip', to: begin })
        return add(from, part, begin)
      })
      const end = newState(from)
      for (const each of ends) from[each]?.push({ kind: 'skip', to: end })
      return end
    }
    case 'optional': {
      const inner = add(from, node.of, at)
      const end = newState(from)
      from[inner]?.push({ kind: 'skip', to: end })
      from[at]?.push({ kind: 'skip', to: end })
      return end
    }
    case 'word':
    case 'slot':
    case 'gap': {
      const to = newState(from)
      from[at]?.push(stepOf(node, to))
      return to
    }
  }
}

function stepOf(node: Extract<PhraseNode, { kind: 'word' | 'slot' | 'gap' }>, to: number): PhraseStep {
  if (node.kind === 'word') return { kind: 'word', to, pattern: node.pattern }
  return node.kind === 'slot' ? { kind: 'slot', to, name: node.name } : { kind: 'gap', to, most: node.most }
}

function newState(from: PhraseStep[][]): number {
  return from.push([]) - 1
}

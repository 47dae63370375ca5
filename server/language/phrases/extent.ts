import { SLOT_LONGEST } from './slots/slot-words.ts'
import type { Phrase, PhraseNode } from './tree.ts'

/** How much a phrase, or a part of it, is. */
export interface Extent {
  /** Words of the shortest way to say it. */
  readonly fewest: number
  /** Words of the longest way to say it, with all that may lie in gaps and slots. */
  readonly most: number
  /** Words of the longest way as it is written: a slot counts one, a gap none. */
  readonly written: number
  /** Words that may lie in its gaps. */
  readonly gaps: number
  /** Words and gap places in all branches together. */
  readonly size: number
}

/** Words of the shortest way to say it. */
export function fewestWords(phrase: Phrase): number {
  return measureNode(phrase.root).fewest
}

/** Words of the longest way to say it, gaps and slots filled. */
export function mostWords(phrase: Phrase): number {
  return measureNode(phrase.root).most
}

/** Lists are long and shared by many phrases, so what was measured of them is kept. */
const measured = new WeakMap<PhraseNode, Extent>()

export function measureNode(node: PhraseNode): Extent {
  if (node.kind !== 'list') return measureAfresh(node)
  const known = measured.get(node)
  if (known !== undefined) return known
  const extent = measureAfresh(node)
  measured.set(node, extent)
  return extent
}

function measureAfresh(node: PhraseNode): Extent {
  switch (node.kind) {
    case 'word':
      return { fewest: 1, most: 1, written: 1, gaps: 0, size: 1 }
    case 'slot':
      return { fewest: 1, most: SLOT_LONGEST[node.name], written: 1, gaps: 0, size: 1 }
    case 'gap':
      return { fewest: 0, most: node.most, written: 0, gaps: node.most, size: node.most }
    case 'optional':
      return { ...measureNode(node.of), fewest: 0 }
    case 'sequence':
      return node.of.map(measureNode).reduce(follow)
    case 'choice':
    case 'list':
      return node.of.map(measureNode).reduce(either)
  }
}

function follow(one: Extent, next: Extent): Extent {
  return {
    fewest: one.fewest + next.fewest,
    most: one.most + next.most,
    written: one.written + next.written,
    gaps: one.gaps + next.gaps,
    size: one.size + next.size,
  }
}

function either(one: Extent, other: Extent): Extent {
  return {
    fewest: Math.min(one.fewest, other.fewest),
    most: Math.max(one.most, other.most),
    written: Math.max(one.written, other.written),
    gaps: Math.max(one.gaps, other.gaps),
    size: one.size + other.size,
  }
}

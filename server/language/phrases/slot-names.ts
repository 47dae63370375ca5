import type { PhraseNode, SlotName } from './tree.ts'

/** A name under which a phrase catches a value, and what kind of value it is. */
export interface NamedSlot {
  readonly name: string
  readonly kind: SlotName | 'list'
}

/** What a phrase catches, or may catch where alternatives differ; in order. */
export function slotsIn(node: PhraseNode): readonly NamedSlot[] {
  switch (node.kind) {
    case 'slot':
      return [{ name: node.as ?? node.name, kind: node.name }]
    case 'list':
      return [{ name: node.as ?? node.name, kind: 'list' }]
    case 'sequence':
    case 'choice':
      return node.of.flatMap(slotsIn)
    case 'optional':
      return slotsIn(node.of)
    case 'word':
    case 'gap':
      return []
  }
}

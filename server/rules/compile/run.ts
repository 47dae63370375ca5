import type { Happened, NodeMemory } from './memory.ts'
import type { TreeNode } from './tree.ts'

/** What holds, asked for any moment that is not before what is certain. */
export interface States {
  holds(node: TreeNode, atMs: number): boolean
  /** In the rule's own terms. */
  describe(node: TreeNode): string
  onHold(atMs: number): boolean
}

/** Told of everything that happens in a rule's tree; for showing why it fired or did not. */
export type Tracer = (node: TreeNode, happened: Happened) => void

/** One way through some events; its memories change as it goes. */
export interface Run {
  /** By index of the node; the run's own copy. */
  readonly nodes: Record<number, NodeMemory>
  readonly states: States
  /** What the rule as a whole came to, in order. */
  readonly fired: Happened[]
  readonly trace: Tracer | null
}

export function remember(run: Run, node: TreeNode, memory: NodeMemory): void {
  run.nodes[node.index] = { ...run.nodes[node.index], ...memory }
}

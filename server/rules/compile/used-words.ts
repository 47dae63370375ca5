import type { Happened, RuleMemory } from './memory.ts'
import type { TreeNode } from './tree.ts'

/**
 * How long the words that decided are remembered, so that they do not count again: an utterance that goes on
 * with them begins within two seconds, and nothing later is certain before it is final.
 */
export const USED_FOR_MS = 30_000

/** Words that have decided once do not decide again, though another condition of the rule finds them too. */
export function withoutUsed(
  nodes: readonly TreeNode[],
  fired: readonly Happened[],
  before: RuleMemory['usedMs'],
): { readonly fired: readonly Happened[]; readonly usedMs: RuleMemory['usedMs'] } {
  if (fired.length === 0 || nodes.filter(decidesByWords).length < 2) return { fired, usedMs: before }
  const used = { ...before }
  const fresh = fired.filter(({ speaker, source, parts }) => {
    if (speaker === null || source === null) return true
    if (parts[0].startMs < (used[speaker] ?? 0)) return false
    used[speaker] = parts[0].endMs
    return true
  })
  return { fired: fresh, usedMs: used }
}

function decidesByWords({ condition }: TreeNode): boolean {
  return condition.kind === 'said' || condition.kind === 'near' || condition.kind === 'rule'
}

export function stillUsed(usedMs: RuleMemory['usedMs'], settledMs: number): RuleMemory['usedMs'] {
  const entries = Object.entries(usedMs).filter(([, endMs]) => endMs + USED_FOR_MS > settledMs)
  return Object.fromEntries(entries)
}

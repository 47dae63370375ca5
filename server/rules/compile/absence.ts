import type { EvidencePart } from '../../contracts/match.ts'
import { callMs } from '../../contracts/time.ts'
import type { Happened, LeafEvent, NodeMemory, Watch } from './memory.ts'
import type { AbsenceCondition } from './rule.ts'
import { remember, type Run } from './run.ts'
import type { TreeNode } from './tree.ts'

/** An absence in a rule's tree. */
export interface AbsenceNode {
  readonly node: TreeNode
  readonly condition: AbsenceCondition
}

export function absencesOf(nodes: readonly TreeNode[]): readonly AbsenceNode[] {
  return nodes.flatMap((node) => {
    const { condition } = node
    return condition.kind === 'absence' ? [{ node, condition }] : []
  })
}

/**
 * The watch that runs. The one from the call's start needs no memory: it runs until its time is over, unless
 * the memory says otherwise. `judged`: the rule has heard the call from its start.
 */
export function watchOf(
  memory: NodeMemory | undefined,
  { condition }: AbsenceNode,
  { judged, fromMs }: { readonly judged: boolean; readonly fromMs: number },
): Watch | null {
  if (memory?.watch !== undefined) return memory.watch
  const { after, withinMs } = condition
  if (after !== null || !judged || withinMs <= fromMs) return null
  return { fromMs: 0, deadlineMs: withinMs, leftMs: 0, after: null }
}

/** What it waits for was said: the time begins to run. While one watch runs, another does not begin. */
export function beginWatch(run: Run, { node, condition, after }: AbsenceNode & { after: Happened }): void {
  if ((run.nodes[node.index]?.watch ?? null) !== null) return
  const endMs = Math.max(after.atMs, after.parts[0].endMs)
  const stands = condition.clock === 'talk' && run.states.onHold(endMs)
  const watch: Watch = {
    fromMs: after.atMs,
    deadlineMs: stands ? null : endMs + condition.withinMs,
    leftMs: stands ? condition.withinMs : 0,
    after,
  }
  remember(run, node, { watch })
}

/** The words that must be said were said: ends the watch that they fall into. */
export function hearMissing(run: Run, node: TreeNode, watch: Watch | null, { orderMs }: LeafEvent): void {
  if (watch === null || orderMs < watch.fromMs) return
  if (watch.deadlineMs !== null && orderMs > watch.deadlineMs) return
  remember(run, node, { watch: null })
}

/** The clock of talk stands still while the caller is on hold. */
export function turnClock(
  run: Run,
  node: TreeNode,
  { watch, onHold, atMs }: { readonly watch: Watch | null; readonly onHold: boolean; readonly atMs: number },
): void {
  if (watch === null) return
  if (onHold && watch.deadlineMs !== null) {
    remember(run, node, { watch: { ...watch, deadlineMs: null, leftMs: watch.deadlineMs - atMs } })
  } else if (!onHold && watch.deadlineMs === null) {
    remember(run, node, { watch: { ...watch, deadlineMs: atMs + watch.leftMs, leftMs: 0 } })
  }
}

/** The time is over and the words were not said. */
export function endWatch(run: Run, { node, condition }: AbsenceNode, watch: Watch): Happened {
  const atMs = watch.deadlineMs ?? watch.fromMs
  remember(run, node, { watch: null })
  const after = watch.after?.parts[0]
  const others = watch.after?.parts.slice(1) ?? []
  const part: EvidencePart = {
    condition: 'absence',
    party: condition.missing.party,
    phrase: condition.missing.phrases.map(({ text }) => text).join(' / '),
    words: after?.words ?? [],
    ...(after?.slots === undefined ? {} : { slots: after.slots }),
    utteranceId: after?.utteranceId ?? null,
    startMs: callMs(watch.fromMs),
    endMs: callMs(atMs),
    confidence: after?.confidence ?? null,
    score: after?.score ?? 1,
  }
  return { atMs, source: null, speaker: null, parts: [part, ...others] }
}

import type { RuleInput } from './compiled-rule.ts'
import type { Happened, LeafEvent, RuleMemory } from './memory.ts'
import { ruleHappened } from './run-tree.ts'
import type { TreeNode } from './tree.ts'

/** What has come, sorted into certain and not. */
export interface Incoming {
  readonly due: readonly LeafEvent[]
  readonly queue: readonly LeafEvent[]
  readonly ahead: RuleMemory['ahead']
}

/** Takes what a message tells a rule: what is certain into the queue, the rest in place of what it replaces. */
export function takeIn(nodes: readonly TreeNode[], before: RuleMemory, input: RuleInput): Incoming {
  const { words, others, definiteMs } = input
  if (words === null && others.length === 0 && before.queue.length === 0) {
    return { due: [], queue: before.queue, ahead: before.ahead }
  }
  const certain = [...before.queue]
  let { ahead } = before
  if (words !== null) {
    if (words.final) certain.push(...words.events)
    ahead = withAhead(ahead, words.utteranceId, words.final ? [] : words.events)
  }
  for (const other of others) {
    certain.push(...otherEvents(nodes, other.ruleId, other.certain))
    ahead = withAhead(ahead, `rule:${other.ruleId}`, otherEvents(nodes, other.ruleId, other.ahead))
  }
  const sorted = inOrder(certain)
  const due = sorted.filter(({ orderMs }) => orderMs <= definiteMs)
  return { due, queue: due.length === 0 ? sorted : sorted.slice(due.length), ahead }
}

function withAhead(
  ahead: RuleMemory['ahead'],
  source: string,
  events: readonly LeafEvent[],
): RuleMemory['ahead'] {
  const { [source]: _, ...rest } = ahead
  return events.length === 0 ? rest : { ...rest, [source]: events }
}

function otherEvents(
  nodes: readonly TreeNode[],
  ruleId: string,
  fired: readonly Happened[],
): readonly LeafEvent[] {
  return nodes.flatMap(({ index, condition }) => {
    if (condition.kind !== 'rule' || condition.ruleId !== ruleId) return []
    return fired.map((other) => {
      const happened = ruleHappened(condition, other)
      return { node: index, missing: false, orderMs: happened.atMs, happened }
    })
  })
}

/** By time; at the same moment what begins a watch comes before what ends it. */
export function inOrder(events: readonly LeafEvent[]): readonly LeafEvent[] {
  if (events.length < 2) return events
  return events.toSorted(
    (a, b) => a.orderMs - b.orderMs || Number(a.missing) - Number(b.missing) || a.node - b.node,
  )
}

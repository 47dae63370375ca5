import type { Party } from '../../contracts/call.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { TreeNode } from '../compile/tree.ts'
import { traceCall, type TracedCall, type TracedNode } from '../engine/trace-call.ts'
import { spokenRows, type SpokenRow } from './spoken-rows.ts'

/** A call as one rule of a set went through it. */
export interface CallTrace {
  readonly set: RuleSet
  readonly traced: TracedCall
  /** The rule's conditions, as `traced.nodes`. */
  readonly nodes: readonly TreeNode[]
  readonly messages: readonly CallMessage[]
  readonly rows: readonly SpokenRow[]
  /** Who said an utterance, by its id. */
  readonly speakers: ReadonlyMap<string, Party>
  readonly endMs: number
}

export interface CallTraceOptions {
  readonly set: RuleSet
  readonly ruleId: string
  readonly record: CallRecord
  readonly messages: readonly CallMessage[]
}

/** @throws RangeError when the set has no such rule. */
export function traceOf({ set, ruleId, record, messages }: CallTraceOptions): CallTrace {
  const traced = traceCall({ set, ruleId, callId: record.call.callId, messages })
  const nodes = set.rules.find(({ rule }) => rule.ref.id === ruleId)?.nodes ?? []
  return {
    set,
    traced,
    nodes,
    messages,
    rows: spokenRows(record.utterances),
    speakers: new Map(record.utterances.map(({ utteranceId, party }) => [utteranceId, party])),
    endMs: messages.at(-1)?.atMs ?? 0,
  }
}

const NEVER: Pick<TracedNode, 'occurrences' | 'held'> = { occurrences: [], held: [] }

/** What became of a condition. */
export function becameOf(
  { traced }: CallTrace,
  { index }: TreeNode,
): Pick<TracedNode, 'occurrences' | 'held'> {
  return traced.nodes[index] ?? NEVER
}

/** Whether a condition held at a moment: it was so, or had happened at or after `sinceMs`. */
export function heldAt(trace: CallTrace, node: TreeNode, { atMs, sinceMs }: Moment): boolean {
  const { occurrences, held } = becameOf(trace, node)
  if (node.isState) return held.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < (toMs ?? Infinity))
  return occurrences.some((occurrence) => occurrence.atMs <= atMs && occurrence.atMs >= sinceMs)
}

export interface Moment {
  readonly atMs: number
  /** What happened before does not count. */
  readonly sinceMs: number
}

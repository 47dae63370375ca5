import type { Party } from '../../contracts/call.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { messagesOf } from '../backtest/stored-call.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { TreeNode } from '../compile/tree.ts'
import type { TracedCall, TracedNode } from '../engine/trace-call.ts'
import { Likeness } from './likeness.ts'
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
  /** When the call was over; of one that goes on, how far it is. */
  readonly endMs: number
  readonly isLive: boolean
  readonly likeness: Likeness
}

export interface CallTraceOptions {
  readonly set: RuleSet
  readonly traced: TracedCall
  readonly call: PlayedCall
}

/** A call as it is played: its words and its messages, in order. */
export interface PlayedCall {
  readonly record: CallRecord
  readonly messages: readonly CallMessage[]
  readonly rows: readonly SpokenRow[]
  /** It goes on after the last message. */
  readonly isLive: boolean
  readonly likeness: Likeness
}

/** `liveAtMs`: how far a call is that goes on; null: it is over. With pauses in between. */
export function* playedCall(record: CallRecord, liveAtMs: number | null): Generator<void, PlayedCall> {
  return {
    record,
    messages: yield* messagesOf(record, liveAtMs),
    rows: spokenRows(record.utterances),
    isLive: liveAtMs !== null,
    likeness: new Likeness(),
  }
}

export function traceOf({ set, traced, call }: CallTraceOptions): CallTrace {
  const { record, messages, rows, isLive, likeness } = call
  return {
    ...{ set, traced, messages, rows, isLive, likeness },
    nodes: set.rules.find(({ rule }) => rule.ref.id === traced.ruleId)?.nodes ?? [],
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

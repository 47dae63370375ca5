import type { Party } from '../../contracts/call.ts'
import type { Evidence, EvidencePart } from '../../contracts/match.ts'

/** One time that a condition happened. Times are call time in milliseconds. */
export interface Happened {
  /** The moment: where the words end, a deadline, when a state began to hold. */
  readonly atMs: number
  /** The utterance whose words decided it; null: time did. */
  readonly source: string | null
  /** Who said those words. */
  readonly speaker: Party | null
  /** What held, the part that decided it first. */
  readonly parts: readonly [EvidencePart, ...EvidencePart[]]
}

/** A leaf of the rule's tree happened: words that it listens for, or another rule. */
export interface LeafEvent {
  /** Index of the node in the rule's tree. */
  readonly node: number
  /** The words are those that an absence misses, and not those that the node waits for. */
  readonly missing: boolean
  /** Its place in the order of events: where the words end, or begin when they are to be missed or begin a watch. */
  readonly orderMs: number
  readonly happened: Happened
}

/** The time in which something must be said, and what began it (null: the call's start). */
export interface Watch {
  readonly fromMs: number
  /** Null while its clock stands still: the caller is on hold, and only talk counts. */
  readonly deadlineMs: number | null
  /** What was left when the clock stopped; 0 while it runs. */
  readonly leftMs: number
  readonly after: Happened | null
}

/** What one node remembers. */
export interface NodeMemory {
  /** When it happened last, for joins that ask. */
  readonly last?: Happened
  /** For a `sequence`: how each of its beginnings was reached last, its parts the latest first. */
  readonly stages?: readonly (Happened | null)[]
  /** For a `count` what has been counted, for a `last` what came last. */
  readonly counted?: readonly Happened[]
  /** For an `absence`; null: the watch from the call's start is over. */
  readonly watch?: Watch | null
}

/** By index of the node; nodes that remember nothing are not in it. */
export type NodeMemories = Readonly<Record<number, NodeMemory>>

/** A match that was fired and waits to be confirmed or retracted. */
export interface PendingMatch {
  readonly matchId: string
  readonly evidence: Evidence
  readonly momentMs: number
  readonly source: string | null
}

/**
 * What a rule remembers of one call. Plain data that survives JSON, so that a call's state can be stored and
 * taken up again; a rule that remembers nothing has none.
 */
export interface RuleMemory {
  /** As of the time up to which everything is known for certain. */
  readonly nodes: NodeMemories
  /** What is certain and lies after that time, in order. */
  readonly queue: readonly LeafEvent[]
  /** What is not certain: by utterance under way, or by the rule that this one builds on. */
  readonly ahead: Readonly<Record<string, readonly LeafEvent[]>>
  readonly pending: readonly PendingMatch[]
  /** Ends of the words that have decided last, by speaker: earlier words do not count again. */
  readonly usedMs: Readonly<Partial<Record<Party, number>>>
  /** When something is to be done once everything is known up to then; null: nothing. */
  readonly dueMs: number | null
  /** When something is to be done once the call has come so far; null: nothing. */
  readonly soonMs: number | null
}

export const NO_MEMORY: RuleMemory = {
  nodes: {},
  queue: [],
  ahead: {},
  pending: [],
  usedMs: {},
  dueMs: null,
  soonMs: null,
}

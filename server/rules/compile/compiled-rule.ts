import type { CallId, Party } from '../../contracts/call.ts'
import type { Match } from '../../contracts/match.ts'
import type { StateChange } from './advance.ts'
import type { Happened, LeafEvent, PendingMatch, RuleMemory } from './memory.ts'
import type { Rule } from './rule.ts'
import type { States } from './run.ts'
import type { Listening } from './listening.ts'
import type { TreeNode } from './tree.ts'

/** An utterance that has begun and is not final yet. */
export interface OpenUtterance {
  readonly utteranceId: string
  readonly party: Party
  readonly startMs: number
}

/** What one rule is told: the message as far as it concerns the rule. */
export interface RuleInput {
  readonly callId: CallId
  readonly seq: number
  /** Up to when everything was known that this rule listens to, and is known now. */
  readonly fromMs: number
  readonly definiteMs: number
  /** Up to when everything is known that any rule listens to. */
  readonly settledMs: number
  /** How far the call has come for the parties that this rule listens to. */
  readonly nowMs: number
  /** Whether the rule has heard the call from its start. */
  readonly judged: boolean
  /** Words found in an utterance; a partial's instead of those of the partial before. */
  readonly words: {
    readonly utteranceId: string
    readonly final: boolean
    readonly events: readonly LeafEvent[]
  } | null
  /** What other rules came to that this one builds on. */
  readonly others: readonly OtherOutcome[]
  readonly states: States
  /** After `fromMs`, in order. */
  readonly changes: readonly StateChange[]
  /** Utterances under way, after this message. */
  readonly open: readonly OpenUtterance[]
  /** Set by the call's last message. */
  readonly endMs: number | null
}

/** What a rule came to in a step: for certain, and by what is not certain yet (all of it, again each time). */
export interface OtherOutcome {
  readonly ruleId: string
  readonly certain: readonly Happened[]
  readonly ahead: readonly Happened[]
}

/** What a rule makes of its input: one change of one match. */
export interface Decision extends Pick<PendingMatch, 'matchId' | 'evidence'> {
  readonly state: Match['state']
}

export interface RuleStep {
  readonly memory: RuleMemory | null
  readonly decisions: readonly Decision[]
  readonly certain: readonly Happened[]
  readonly ahead: readonly Happened[]
}

/** A rule as the engine runs it. */
export interface CompiledRule {
  readonly rule: Rule
  /** Names the rule and its content; its memory is kept under it. */
  readonly key: string
  /** The rule's conditions; the root first. */
  readonly nodes: readonly TreeNode[]
  readonly listening: Listening
  /** Pure: no clock, no input but its arguments. */
  step(memory: RuleMemory | null, input: RuleInput): RuleStep
}

/** Names a match uniquely within and across calls, and the same in live and replay: `nth` counts within one step. */
export function matchIdOf(rule: Rule, input: Pick<RuleInput, 'callId' | 'seq'>, nth: number): string {
  const id = `${input.callId}:${rule.ref.id}@${rule.ref.version}:${input.seq}`
  return nth === 0 ? id : `${id}.${nth}`
}

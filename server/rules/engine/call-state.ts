import type { CallId, Party } from '../../contracts/call.ts'
import type { RuleAction, RuleRef } from '../../contracts/match.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'
import type { PhraseHit } from '../../language/phrases/finder.ts'
import type { OpenUtterance } from '../compile/compiled-rule.ts'
import type { RuleMemory } from '../compile/memory.ts'
import { initialEars, type Ears } from './ears.ts'
import { initialTimeline, type Timeline } from './timeline.ts'

/** A word of a party's last final, kept for phrases that go on in the next utterance. */
export interface TailWord {
  readonly word: Word
  /** The nodes of rules that it has counted for already, as `key/node`. */
  readonly usedBy: readonly string[]
}

/** The end of what a party said last. */
export interface Tail {
  readonly words: readonly TailWord[]
  readonly endMs: CallMs
}

/** An utterance under way, and what its last hypothesis holds. */
export interface OpenWords extends OpenUtterance {
  /** What was searched: the words before that a phrase may have begun with, then its own. */
  readonly words: readonly Word[]
  /** How many of the words lie before the utterance. */
  readonly before: number
  readonly found: readonly PhraseHit[]
}

/** A rule's memory of the call. */
export interface RuleSlot {
  readonly memory: RuleMemory
  /** The rule as it was when it fired what is pending: enough to retract after it is gone. */
  readonly fired: { readonly rule: RuleRef; readonly action: RuleAction } | null
}

/**
 * All that the rules room knows of one call. Plain data: written to JSON and read back at any point, the
 * call goes on as if nothing had happened. Rules that remember nothing take no room in it.
 */
export interface CallState {
  readonly callId: CallId
  /** Names the rules that made `rules`. */
  readonly ruleSetHash: string | null
  /** The last message taken; a message that is not newer is a repetition. */
  readonly seq: number
  /** Call time here at call time 0 of the stream: more than 0 when the call goes on after a restart. */
  readonly originMs: number
  readonly ears: Ears
  readonly open: readonly OpenWords[]
  readonly tails: Readonly<Partial<Record<Party, Tail>>>
  readonly timeline: Timeline
  /** Keys of the rules with a watch from the call's start that have heard that start; empty when all are over. */
  readonly judged: readonly string[]
  /** By `CompiledRule.key`. */
  readonly rules: Readonly<Record<string, RuleSlot>>
  /** How often a rule has thrown in this call, by key. */
  readonly failures: Readonly<Record<string, number>>
}

export function initialCallState(callId: CallId): CallState {
  return {
    callId,
    ruleSetHash: null,
    seq: 0,
    originMs: 0,
    ears: initialEars(),
    open: [],
    tails: {},
    timeline: initialTimeline(),
    judged: [],
    rules: {},
    failures: {},
  }
}

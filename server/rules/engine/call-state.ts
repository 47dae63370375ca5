import type { CallId, Party } from '../../contracts/call.ts'
import type { RuleAction, RuleRef } from '../../contracts/match.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'
import type { OpenUtterance } from '../compile/compiled-rule.ts'
import type { RuleState } from '../compile/rule-state.ts'

/** A word of a party's last final, kept for phrases that go on in the next utterance. */
export interface TailWord {
  readonly word: Word
  /** Keys of the rules that it has counted for already. */
  readonly usedBy: readonly string[]
}

/** The end of what a party said last. */
export interface Tail {
  readonly words: readonly TailWord[]
  readonly endMs: CallMs
}

/** A rule's memory of the call, and the rule as it was when it made it: enough to retract after the rule is gone. */
export interface RuleSlot {
  readonly rule: RuleRef
  readonly action: RuleAction
  readonly state: RuleState
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
  /** Call time up to which all parties have been decoded. */
  readonly decodedMs: CallMs
  readonly open: readonly OpenUtterance[]
  readonly tails: Readonly<Partial<Record<Party, Tail>>>
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
    decodedMs: callMs(0),
    open: [],
    tails: {},
    rules: {},
    failures: {},
  }
}

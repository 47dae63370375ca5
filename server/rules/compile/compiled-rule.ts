import type { CallId, Party } from '../../contracts/call.ts'
import type { Match } from '../../contracts/match.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'
import type { PendingMatch, RuleState } from './rule-state.ts'
import type { PhraseGroup, Rule } from './rule.ts'

/** What part of its rule a phrase belongs to. */
export type PhraseRole = 'said' | 'after' | 'missing'

/** One phrase of this rule was found in the words of an utterance (or across its border with the one before). */
export interface RuleHit {
  readonly role: PhraseRole
  /** As written in the rule. */
  readonly phrase: string
  readonly words: readonly Word[]
  /** Positions of its words in the row that was searched: `from` to before `to`. */
  readonly from: number
  readonly to: number
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** The least time that any of its words has stayed; words of an earlier final do not count. */
  readonly stayedMs: number
}

/** An utterance that has begun and is not final yet. */
export interface OpenUtterance {
  readonly utteranceId: string
  readonly party: Party
  readonly startMs: CallMs
}

interface InputBase {
  readonly callId: CallId
  readonly seq: number
  /** Call time of the message. */
  readonly atMs: CallMs
  /** Call time up to which all parties have been decoded. */
  readonly decodedMs: CallMs
  /** Utterances under way, after this message. */
  readonly open: readonly OpenUtterance[]
}

/** What one rule is told: the message as far as it concerns the rule. */
export type RuleInput =
  | (InputBase & { readonly kind: 'start' })
  | (InputBase & {
      readonly kind: 'words'
      readonly utteranceId: string
      readonly party: Party
      readonly final: boolean
      readonly hits: readonly RuleHit[]
    })
  | (InputBase & { readonly kind: 'time' })
  | (InputBase & { readonly kind: 'end' })

/** What a rule makes of its input: one change of one match. */
export interface Decision extends PendingMatch {
  readonly state: Match['state']
}

export interface RuleStep {
  readonly state: RuleState | null
  readonly decisions: readonly Decision[]
}

/** A rule as the engine runs it. */
export interface CompiledRule {
  readonly rule: Rule
  /** Names the rule and its content; state is kept under it. */
  readonly key: string
  /** Whether the rule must be told of the call's start. */
  readonly fromStart: boolean
  readonly groups: readonly { readonly role: PhraseRole; readonly group: PhraseGroup }[]
  /** Pure: no clock, no input but its arguments. */
  step(state: RuleState | null, input: RuleInput): RuleStep
}

export const NO_DECISIONS: readonly Decision[] = []

/** Names a match uniquely within and across calls, and the same in live and replay: `nth` counts within one step. */
export function matchIdOf(rule: Rule, input: RuleInput, nth: number): string {
  const id = `${input.callId}:${rule.ref.id}@${rule.ref.version}:${input.seq}`
  return nth === 0 ? id : `${id}.${nth}`
}

import type { CallId, Party } from './call.ts'
import type { Word } from './transcript.ts'
import type { CallMs, WallMs } from './time.ts'

/** From the least to the most serious. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof SEVERITIES)[number]

/** Life cycle of a rule. Only `live` rules reach people; `shadow` rules are evaluated and recorded. */
export type RuleStatus = 'draft' | 'shadow' | 'live' | 'retired'

/** What a prompt's card has beside its text. */
export interface CardParts {
  /** What to do, in order; empty: the text says it all. */
  readonly steps: readonly string[]
  readonly link: { readonly title: string; readonly url: string } | null
  /** The card is of no more use after so much call time; null: it stays. */
  readonly expiresMs: number | null
  /** Id of the article of the site's knowledge that says more. */
  readonly article?: string | undefined
}

/** From so many calls within so much wall time on, supervisors are told of a rule's calls together. */
export interface GroupTerms {
  readonly calls: number
  readonly withinMs: number
}

/** A rule whose outcome, while it stands in the same call, holds another's back. */
export interface Inhibitor {
  readonly ruleId: string
  /** For so much call time from when it was shown; null: for the rest of the call. */
  readonly forMs: number | null
}

/** What a rule asks for when it fires. */
export interface RuleAction {
  readonly kind: 'prompt' | 'alert'
  /** What the agent should do or say (prompt), or what the supervisor should know (alert). */
  readonly text: string
  /** Not again in the same call before this much call time has passed; 0: whenever it is said again. */
  readonly cooldownMs: number
  /** At most one in a call, however much time passes. */
  readonly oncePerCall: boolean
  /** Absent for alerts, and for prompts that are nothing but their text. */
  readonly card?: CardParts | undefined
  /** Absent: each call is told of by itself. */
  readonly group?: GroupTerms | undefined
  /** Absent: nothing holds it back but what holds for all. */
  readonly inhibitedBy?: readonly Inhibitor[] | undefined
}

/** The rule as the match and all that follows from it names it. */
export interface RuleRef {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly severity: Severity
  readonly status: RuleStatus
  /** Of two outcomes at the same time the higher comes first; 0 to 100. */
  readonly priority: number
}

/** The kinds of conditions that a rule may be made of; `server/rules/compile/rule.ts` says what each means. */
export const CONDITION_KINDS = [
  'said',
  'near',
  'absence',
  'sequence',
  'count',
  'rule',
  'silence',
  'talk-over',
  'talk-ratio',
  'pace',
  'sentiment',
  'sentiment-trend',
  'phase',
  'hold',
  'call-time',
  'last',
  'attribute',
  'repeat-contact',
  'language',
  'time',
] as const

export type ConditionKind = (typeof CONDITION_KINDS)[number]

/** A value that a phrase caught: words `from` to before `to` of the part that they stand in. */
export interface CaughtSlot {
  /** As the phrase names it, else the name of its kind or list. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** One condition that held: what was said (or was not) or what was so, by whom, when. */
export interface EvidencePart {
  readonly condition: ConditionKind
  /** The speaker the condition asks for; null: either. */
  readonly party: Party | null
  /**
   * The phrase of the rule that was found; for `absence`, the phrases that were missing, joined by " / "; for a
   * state, what the rule asks for, in the rule's own terms ("queue is billing"), never what the call holds.
   */
  readonly phrase: string
  /** The words found; empty for states and for an `absence` without an `after`. */
  readonly words: readonly Word[]
  /** Absent when the phrase has none, and for other readings of the recogniser. What was masked is no longer among them. */
  readonly slots?: readonly CaughtSlot[] | undefined
  readonly utteranceId: string | null
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** Lowest confidence of the words, null while the recogniser has given none, and for states. */
  readonly confidence: number | null
  /** How well the words fit the phrase: 1 as written, less where a word only sounds like it; 1 for states. */
  readonly score: number
}

/** Why a rule fired: the part that decided it, and the others that held then, by their start. */
export interface Evidence extends EvidencePart {
  readonly others: readonly EvidencePart[]
}

/** Wall times along the road of the message that made the rule fire. */
export interface MatchStamps {
  readonly capturedAt: WallMs
  readonly heardAt: WallMs
  readonly decodedAt: WallMs
  readonly matchedAt: WallMs
}

/**
 * A rule fired on words that have stayed long enough, and later is confirmed by the final or retracted.
 * `matchId` is the same in all three; it never fires twice for the same words.
 */
export interface Match {
  readonly type: 'match'
  readonly matchId: string
  readonly callId: CallId
  readonly state: 'fired' | 'confirmed' | 'retracted'
  readonly rule: RuleRef
  /** Names the exact set of rules in force, so that a result can be reproduced. */
  readonly ruleSetHash: string
  readonly action: RuleAction
  readonly evidence: Evidence
  /** Call time of the message that decided it. */
  readonly atMs: CallMs
  /** Absent when a tick, not words, decided it. */
  readonly stamps: MatchStamps | null
  /** With `retracted`: nothing was misheard, but the issue that it tells of is over; it may have been confirmed. */
  readonly because?: 'issue-over' | undefined
}

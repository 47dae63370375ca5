import type { Party } from '../../contracts/call.ts'
import type { RuleAction, RuleRef } from '../../contracts/match.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'

/** How long words must have stayed before a rule fires on them. See `STAY_MS`. */
export const TIMINGS = ['fast', 'settled', 'certain'] as const

export type Timing = (typeof TIMINGS)[number]

/**
 * Milliseconds of audio for which each matching word must have stayed in the moving hypothesis; null: only
 * the final counts. Measured on real calls: at 0 ms 57-61 % of what fires early is confirmed by the final,
 * at 300 ms 85-89 %, for 320 ms more delay.
 */
export const STAY_MS: Readonly<Record<Timing, number | null>> = { fast: 0, settled: 300, certain: null }

/** What is taken for a phrase besides its own words: other readings of the recogniser, words that sound alike. */
export const TOLERANCES = ['exact', 'alternatives', 'sounds-alike', 'both'] as const

export type Tolerance = (typeof TOLERANCES)[number]

/** Phrases that one party may say; party null: either. */
export interface PhraseGroup {
  readonly party: Party | null
  readonly phrases: readonly Phrase[]
  readonly tolerance: Tolerance
  /** Lowest score of words that sound alike and count, 0 to 1. */
  readonly minScore: number
  /** Lowest confidence of each word, 0 to 1. Partials carry none: there a hit counts until its final says otherwise. */
  readonly minConfidence: number
  readonly timing: Timing
}

/** Time that counts: all of the call's, or only that in which the caller is not on hold. */
export type CallClock = 'call' | 'talk'

/**
 * Conditions are of two sorts. **Occurrences** happen at a moment and have evidence (words, or a deadline).
 * **States** hold or do not. In a join (`all`) every occurrence of a member makes an occurrence of the join
 * when all other members hold then: a state, when it is so; an occurrence, when it has happened before in the
 * call (within `withinMs`, when set); a `not`, when its member does not hold. A state that begins to hold is
 * an occurrence too.
 */
export type Condition =
  | SaidCondition
  | NearCondition
  | SequenceCondition
  | AbsenceCondition
  | CountCondition
  | LastCondition
  | RuleCondition
  | AllCondition
  | AnyCondition
  | NotCondition
  | StateCondition

/** One of the phrases is said. */
export interface SaidCondition extends PhraseGroup {
  readonly kind: 'said'
}

/** One of the phrases is said with (`absent`: without) one of `to` by the same party within `words` words before or after. */
export interface NearCondition extends PhraseGroup {
  readonly kind: 'near'
  readonly to: readonly Phrase[]
  readonly words: number
  readonly absent: boolean
}

/** The members happen one after another, each within `withinMs` after the end of the one before. */
export interface SequenceCondition {
  readonly kind: 'sequence'
  readonly of: readonly Condition[]
  readonly withinMs: number
}

/**
 * Within the time after `after` (null: after the call's start), none of `missing` is said. While one watch
 * runs, another `after` does not begin a second.
 */
export interface AbsenceCondition {
  readonly kind: 'absence'
  readonly after: Condition | null
  readonly missing: PhraseGroup
  readonly withinMs: number
  readonly clock: CallClock
}

/** The member happens `times` times within `withinMs` (null: in the call); the count begins anew after each. */
export interface CountCondition {
  readonly kind: 'count'
  readonly of: Condition
  readonly times: number
  readonly withinMs: number | null
}

/** The member happens in the last `lastMs` of the call; known at its end. */
export interface LastCondition {
  readonly kind: 'last'
  readonly of: Condition
  readonly lastMs: number
}

/** Another rule fires in the same call. */
export interface RuleCondition {
  readonly kind: 'rule'
  readonly ruleId: string
}

export interface AllCondition {
  readonly kind: 'all'
  readonly of: readonly Condition[]
  /** All occurrences among the members lie within this much call time; null: anywhere in the call. */
  readonly withinMs: number | null
}

export interface AnyCondition {
  readonly kind: 'any'
  readonly of: readonly Condition[]
}

/** Holds while its member does not: the state is not so, the occurrence has not happened in the call. */
export interface NotCondition {
  readonly kind: 'not'
  readonly of: Condition
}

/** Where a call is: from its start until the customer has said something of some length, then the talk itself, hold, and the farewell. */
export const CALL_PHASES = ['greeting', 'conversation', 'hold', 'closing'] as const

export type CallPhase = (typeof CALL_PHASES)[number]

/** What holds or does not at a moment; `measures/` says how each is measured. */
export type StateCondition =
  /** Nobody speaks (party null: dead air), or this party has not spoken, for this long. Hold is not silence. */
  | { readonly kind: 'silence'; readonly party: Party | null; readonly forMs: number }
  /** Both speak at once for this long; `by`: who began while the other spoke; null: either. */
  | { readonly kind: 'talk-over'; readonly by: Party | null; readonly forMs: number }
  /** The party's share of all speech, 0 to 1, once `afterMs` of speech have been heard; over all the call, or its last `overMs`. */
  | ({
      readonly kind: 'talk-ratio'
      readonly party: Party
      readonly afterMs: number
      readonly overMs: number | null
    } & Bounds)
  /** Words a minute of the party's own speech in the last `overMs` of the call. */
  | ({ readonly kind: 'pace'; readonly party: Party; readonly overMs: number } & Bounds)
  /** The party's mood, -1 to 1, recency-weighted over its utterances. */
  | ({ readonly kind: 'sentiment'; readonly party: Party } & Bounds)
  /** Mood of the last minute less that of the first two, -2 to 2. */
  | ({ readonly kind: 'sentiment-trend'; readonly party: Party } & Bounds)
  | { readonly kind: 'phase'; readonly phases: readonly CallPhase[] }
  /** The caller has been on hold for this long. */
  | { readonly kind: 'hold'; readonly forMs: number }
  /** The first `first` milliseconds of the call, or what comes after the first `after`. */
  | { readonly kind: 'call-time'; readonly firstMs: number | null; readonly afterMs: number | null }
  | { readonly kind: 'attribute'; readonly key: string; readonly test: AttributeTest }
  /** The customer called at least `times` times in the `withinMs` before this call. */
  | { readonly kind: 'repeat-contact'; readonly times: number; readonly withinMs: number }
  /** One of these BCP 47 tags or their beginnings (`en` holds for `en-GB`). */
  | { readonly kind: 'language'; readonly languages: readonly string[] }
  | { readonly kind: 'time'; readonly hours: Calendar; readonly open: boolean }

/** Strictly above, strictly below, or between both. At least one is set. */
export interface Bounds {
  readonly above: number | null
  readonly below: number | null
}

/** What an attribute of the call must be. Text is compared without regard to case. */
export type AttributeTest =
  /** One of these; `*` at an end stands for anything. */
  | { readonly kind: 'is'; readonly values: readonly string[] }
  | ({ readonly kind: 'number' } & Bounds)
  | { readonly kind: 'present' }

/** When a site is open: hours of the week in a time zone, less its holidays. */
export interface Calendar {
  readonly name: string
  /** IANA name, for example `Europe/Berlin`. */
  readonly zone: string
  readonly hours: readonly OpenHours[]
  /** Local dates `YYYY-MM-DD` on which it is closed all day. */
  readonly holidays: readonly string[]
}

/** Minutes of the local day, `from` to before `to` (at most 1440), on these days of the week (1 Monday to 7 Sunday). */
export interface OpenHours {
  readonly days: readonly number[]
  readonly from: number
  readonly to: number
}

/** Ids of rules, or folders such as `coaching/*`, that are held back while the rule's outcome stands. */
export interface Inhibits {
  readonly rules: readonly string[]
  /** For so much call time; null: for the rest of the call. */
  readonly forMs: number | null
}

/** A rule as read from its file: checked, typed, and without any place in a file. */
export interface Rule {
  readonly ref: RuleRef
  readonly owner: string
  readonly condition: Condition
  readonly action: RuleAction
  /** Whom its outcome holds back, as its file names them; absent: nobody. */
  readonly inhibits?: Inhibits | undefined
  /** The same for two rules exactly when their content is the same; decides whether half-matched state lives on. */
  readonly fingerprint: string
}

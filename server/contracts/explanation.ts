/** Why a rule fired in a call, or did not: what supervisors read in the console and `earshot rules explain` prints. */
import type { CallId, Party } from './call.ts'
import type { EvidencePart, RuleAction, RuleRef, RuleStatus } from './match.ts'
import type { Outcome } from './outcome.ts'

/** Of one rule in one call. Times are call time in milliseconds, from the begin of the call's first leg. */
export interface Explanation {
  readonly callId: CallId
  /** How long the call was; of a live one, how far it is. */
  readonly durationMs: number
  /** The call goes on: only what is final by now has been judged. */
  readonly isLive: boolean
  /** Where this leg begins in the whole call; not 0 when the call went through a restart. */
  readonly legFromMs: number
  readonly rule: RuleRef & { readonly action: RuleAction }
  /** By time; those that were withdrawn, too. */
  readonly firings: readonly ExplainedFiring[]
  /** What became of it when the call was live, by whatever version was in force then. */
  readonly outcomes: readonly ExplainedOutcome[]
  /** In the order of the rule, each before its members. */
  readonly conditions: readonly ExplainedCondition[]
  /** Null when the rule fired. */
  readonly nearestMiss: NearestMiss | null
}

export interface ExplainedFiring {
  readonly atMs: number
  /** `fired`: in a live call, and not decided yet. */
  readonly state: 'fired' | 'confirmed' | 'retracted'
  /** What decided it, then what held beside it. */
  readonly parts: readonly EvidencePart[]
}

export type ExplainedOutcome = Pick<
  Outcome,
  'outcomeId' | 'rule' | 'kind' | 'atMs' | 'state' | 'reason' | 'because'
> & {
  /** Why nobody was told; null: somebody was. */
  readonly heldBecause: string | null
}

export interface ExplainedCondition {
  /** Where it stands in the rule, for example `all[1].sequence[0].said`. */
  readonly path: string
  /** 0 for the rule's whole condition. */
  readonly depth: number
  /** What it asks for, in the words of the rule. */
  readonly asks: string
  /** Whether it is so or not at any moment; else it happens. */
  readonly isState: boolean
  /** When it happened. */
  readonly happened: readonly ExplainedOccurrence[]
  /** When it was so, or had happened. */
  readonly held: readonly ExplainedInterval[]
  /** At the moment of the nearest miss; null when the rule fired. */
  readonly heldThen: boolean | null
}

/** A stretch of the call; `toMs` null: until its end. */
export interface ExplainedInterval {
  readonly fromMs: number
  readonly toMs: number | null
}

export interface ExplainedOccurrence {
  readonly atMs: number
  /** Empty when no words decided it. */
  readonly words: string
  readonly speaker: Party | null
  readonly score: number
}

/** The moment at which most of the rule held. */
export interface NearestMiss {
  readonly atMs: number
  /** Share of the rule that held, 0 to 1. */
  readonly held: number
  readonly lacks: readonly Lack[]
}

/** What a condition lacked at a moment. */
export interface Lack {
  readonly path: string
  /** In one clause, for reading. */
  readonly detail: string
  /** The words that come nearest, where words were missing. */
  readonly nearest: NearestWords | null
  /** For a bound: what was measured then, and what came nearest to the bound in the call. */
  readonly measured: Measured | null
  /** For a window: by how much it was missed, in milliseconds. */
  readonly lateMs: number | null
}

/** What was said that comes nearest to a phrase. */
export interface NearestWords {
  readonly heard: string
  readonly party: Party
  readonly startMs: number
  readonly endMs: number
  /** As the rule has it, and its words as they would have been said here. */
  readonly phrase: string
  readonly asked: string
  /** 0 to 1, by words and by how alike they sound. */
  readonly similarity: number
  /** Words that are missing, are others, or are too many. */
  readonly differ: number
  /** Lowest of the words; null where the recogniser has given none. */
  readonly confidence: number | null
}

/** Shares, words a minute, moods; milliseconds for what lasts. */
export interface Measured {
  readonly then: number | null
  readonly nearest: { readonly value: number; readonly atMs: number } | null
}

/** One rule of the folder, for choosing which to ask of a call. */
export interface RuleInCall {
  readonly ruleId: string
  readonly title: string
  readonly status: RuleStatus
  readonly kind: RuleAction['kind']
  /** How often it fires in the call as it is in force now, withdrawn times left out. */
  readonly fired: number
  /** The greatest share of it that held at once when something of it happened, 0 to 1; 1 when it fired. */
  readonly near: number
}

import type { CallId, Party } from '../../contracts/call.ts'
import type { EvidencePart, RuleAction, RuleRef } from '../../contracts/match.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { TracedInterval } from '../engine/trace-call.ts'
import type { NearestWords } from './nearest-words.ts'

/** Why a rule fired in a call, or did not. Times are call time in milliseconds. */
export interface Explanation {
  readonly callId: CallId
  readonly durationMs: number
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
  readonly state: 'confirmed' | 'retracted'
  /** What decided it, then what held beside it. */
  readonly parts: readonly EvidencePart[]
}

export type ExplainedOutcome = Pick<Outcome, 'outcomeId' | 'rule' | 'kind' | 'atMs' | 'state' | 'reason'> & {
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
  readonly held: readonly TracedInterval[]
  /** At the moment of the nearest miss; null when the rule fired. */
  readonly heldThen: boolean | null
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

/** Shares, words a minute, moods; milliseconds for what lasts. */
export interface Measured {
  readonly then: number | null
  readonly nearest: { readonly value: number; readonly atMs: number } | null
}

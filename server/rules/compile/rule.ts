import type { Party } from '../../contracts/call.ts'
import type { RuleAction, RuleRef } from '../../contracts/match.ts'
import type { Phrase } from './phrase.ts'

/** How long words must have stayed before a rule fires on them. See `STAY_MS`. */
export const TIMINGS = ['fast', 'settled', 'certain'] as const

export type Timing = (typeof TIMINGS)[number]

/**
 * Milliseconds of audio for which each matching word must have stayed in the moving hypothesis; null: only
 * the final counts. Measured on real calls: at 0 ms 57-61 % of what fires early is confirmed by the final,
 * at 300 ms 85-89 %, for 320 ms more delay.
 */
export const STAY_MS: Readonly<Record<Timing, number | null>> = { fast: 0, settled: 300, certain: null }

/** Phrases that one party may say; party null: either. */
export interface PhraseGroup {
  readonly party: Party | null
  readonly phrases: readonly Phrase[]
}

/** Fires when one of the phrases is said. */
export interface SaidCondition extends PhraseGroup {
  readonly kind: 'said'
  readonly timing: Timing
}

/** Fires when, within the time after `after` (null: after the call's start), none of `missing` is said. */
export interface AbsenceCondition {
  readonly kind: 'absence'
  readonly after: PhraseGroup | null
  readonly missing: PhraseGroup
  readonly withinMs: number
}

export type Condition = SaidCondition | AbsenceCondition

/** A rule as read from its file: checked, typed, and without any place in a file. */
export interface Rule {
  readonly ref: RuleRef
  readonly owner: string
  readonly condition: Condition
  readonly action: RuleAction
  /** The same for two rules exactly when their content is the same; decides whether half-matched state lives on. */
  readonly fingerprint: string
}

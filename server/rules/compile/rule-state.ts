import type { Evidence } from '../../contracts/match.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'

/**
 * What a rule remembers of one call. Plain data that survives JSON, so that a call's state can be stored
 * and taken up again; a rule that remembers nothing has null.
 */
export type RuleState = SaidState | AbsenceState

/** A match that was fired and waits to be confirmed or retracted. */
export interface PendingMatch {
  readonly matchId: string
  readonly evidence: Evidence
}

/** Matches fired on words that are not final yet. */
export interface SaidState {
  readonly kind: 'said'
  readonly pending: readonly PendingMatch[]
}

/** The time in which something must be said, and what began it (null: the call's start). */
export interface Watch {
  readonly fromMs: CallMs
  readonly deadlineMs: CallMs
  readonly after: { readonly words: readonly Word[]; readonly utteranceId: string } | null
}

/** Fired while utterances were under way that might still turn out to hold the missing words. */
export interface PendingAbsence extends PendingMatch {
  readonly fromMs: CallMs
  readonly deadlineMs: CallMs
  readonly waitingFor: readonly string[]
}

export interface AbsenceState {
  readonly kind: 'absence'
  readonly watch: Watch | null
  /** Starts of the missing words in recent finals, ascending; empty too when nobody will ask. */
  readonly heardMs: readonly CallMs[]
  /** Utterances under way whose hypothesis holds the missing words now, and where. */
  readonly holding: readonly { readonly utteranceId: string; readonly startMs: CallMs }[]
  readonly pending: readonly PendingAbsence[]
}

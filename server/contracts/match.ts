import type { CallId, Party } from './call.ts'
import type { Word } from './transcript.ts'
import type { CallMs, WallMs } from './time.ts'

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** Life cycle of a rule. Only `live` rules reach people; `shadow` rules are evaluated and recorded. */
export type RuleStatus = 'draft' | 'shadow' | 'live' | 'retired'

/** What a rule asks for when it fires. */
export interface RuleAction {
  readonly kind: 'prompt' | 'alert'
  /** What the agent should do or say (prompt), or what the supervisor should know (alert). */
  readonly text: string
  /** Not again in the same call before this much call time has passed; 0: whenever it is said again. */
  readonly cooldownMs: number
}

/** The rule as the match and all that follows from it names it. */
export interface RuleRef {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly severity: Severity
  readonly status: RuleStatus
}

/** Why a rule fired: what was said (or was not), by whom, when. */
export interface Evidence {
  readonly condition: 'said' | 'absence'
  /** The speaker the condition asks for; null: either. */
  readonly party: Party | null
  /** The phrase of the rule that was found; for `absence`, the phrases that were missing, joined by " / ". */
  readonly phrase: string
  /** The words found; empty for `absence` without an `after`. */
  readonly words: readonly Word[]
  readonly utteranceId: string | null
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** Lowest confidence of the words, null while the recogniser has given none. */
  readonly confidence: number | null
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
}

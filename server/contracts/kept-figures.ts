/** Figures as they are counted and kept: by day, by place and by rule. */
import type { CallId } from './call.ts'
import type { FeedbackVerdict } from './feedback.ts'
import type { DelayName } from './figures.ts'
import type { FloorPlace } from './floor.ts'
import type { Role } from './access.ts'
import type { LatencyMs, OutcomeReason, OutcomeState } from './outcome.ts'
import type { CallMs, WallMs } from './time.ts'

/** One outcome with what figures count of it, and of its call. */
export interface CountableOutcome {
  readonly outcomeId: string
  readonly callId: CallId
  readonly ruleId: string
  readonly kind: 'prompt' | 'alert'
  readonly state: OutcomeState
  readonly reason: OutcomeReason
  readonly latencyMs: LatencyMs
  readonly atMs: CallMs
  readonly createdAt: WallMs
  readonly place: FloorPlace
  readonly verdicts: readonly { readonly verdict: FeedbackVerdict; readonly role: Role }[]
}

/** One call with what figures count of it. */
export interface CountableCall {
  readonly callId: CallId
  readonly startedAt: WallMs
  readonly place: FloorPlace
  /** Null: it has no end, because it is live or its process died in it. */
  readonly durationMs: number | null
  /** Call time of its last word, where there is no end. */
  readonly spokenMs: number
  /** Call time from which an agent was on it; null: none ever was. */
  readonly agentFromMs: CallMs | null
}

/** What one rule did, in counts of outcomes; each is one prompt, one alert or held. */
export interface RuleTally {
  readonly ruleId: string
  /** Prompts and alerts that were shown, whatever became of them. */
  readonly prompts: number
  readonly promptsSeen: number
  readonly usedOfSeen: number
  readonly alerts: number
  readonly alertsSeen: number
  readonly held: Readonly<Partial<Record<OutcomeReason, number>>>
  readonly confirmed: number
  readonly retracted: number
  readonly used: number
  readonly notNow: number
  readonly wrong: number
}

/** What was measured in one place, whatever the rule. */
export interface PlaceTally {
  /** Length of the calls that began, in milliseconds of call time; and how long an agent was on them. */
  readonly callMs: number
  readonly agentMs: number
  /** Histograms, in the form that the figures room gives them. */
  readonly delays: Readonly<Partial<Record<DelayName, readonly number[]>>>
}

export interface PlaceDay extends PlaceTally {
  readonly place: FloorPlace
  readonly rules: readonly RuleTally[]
}

/** A day that is counted. */
export interface CountedDay {
  readonly from: WallMs
  readonly to: WallMs
  readonly countedAt: WallMs
}

/** One day, of some places. */
export interface DayTally {
  readonly places: readonly PlaceTally[]
  /** Summed over the places. */
  readonly rules: readonly RuleTally[]
}

/** A place under the number by which days are asked for it. */
export interface KnownPlace {
  readonly placeId: number
  readonly place: FloorPlace
}

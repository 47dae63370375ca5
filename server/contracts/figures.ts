/**
 * Figures that keep Earshot honest: whether its rules are right, how often it speaks to agents, whether they use what
 * it says, and how long words take to the screen. Implemented by the figures room; delivery serves it. What each of
 * them counts is said once, in `server/figures/README.md`.
 */
import type { AccessScope } from './access.ts'
import type { CallId } from './call.ts'
import type { FeedbackVerdict } from './feedback.ts'
import type { FloorPlace } from './floor.ts'
import type { LatencyStage, OutcomeReason, OutcomeState } from './outcome.ts'
import type { CallMs, WallMs } from './time.ts'

/** Delays that are measured: the whole way from the end of the last word to the screen, and each stage of it. */
export type DelayName = LatencyStage | 'total'

/** Milliseconds; null: none was measured. Read from merged histograms, at most 2 % beside the true value. */
export interface DelayFigures {
  readonly n: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** What was told and what became of it, in one stretch of time. */
export interface HonestFigures {
  /** Hours of calls that began in it, from when an agent was on them. */
  readonly agentHours: number
  /** Prompts that an agent was to see, also those that were withdrawn later. */
  readonly prompts: number
  /** Null: no agent was on a call. */
  readonly promptsPerAgentHour: number | null
  /** Prompts that the agent's browser says it has painted. The others were shown to nobody who looked. */
  readonly seen: number
  /** Of those seen, how many their agent called used. */
  readonly usedOfSeen: number
  /** Null: none was seen. */
  readonly seenToUsed: number | null
  readonly alerts: number
  /** Alerts that some browser says it has painted. */
  readonly alertsSeen: number
  /** Verdicts on prompts and alerts, the last of each person on each. */
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  /** Wrong of all verdicts; null: there are none. */
  readonly wrongShare: number | null
  /** Prompts and alerts that were shown and withdrawn. */
  readonly retracted: number
  /** Of those shown; null: none was. */
  readonly retractedShare: number | null
  /** Matches that people were told nothing of. */
  readonly held: number
  /** From the end of the last word to the screen. */
  readonly wordToPainted: DelayFigures
  readonly stages: Readonly<Record<LatencyStage, DelayFigures>>
}

export interface FiguresPoint extends HonestFigures {
  /** Beginning of the day or week, in the site's time zone. */
  readonly at: WallMs
}

/** What one rule did and what people said of it. */
export interface RuleCounts {
  readonly ruleId: string
  /** Outcomes it made, whatever became of them. */
  readonly fired: number
  /** Those that were kept back, by reason. */
  readonly held: Readonly<Partial<Record<OutcomeReason, number>>>
  readonly confirmed: number
  readonly retracted: number
  /** Those that a browser says it has painted. */
  readonly seen: number
  readonly used: number
  readonly notNow: number
  readonly wrong: number
}

export interface RuleCountsReport {
  /** Beginning of the first day, in the site's time zone. */
  readonly since: WallMs
  /** Milliseconds of call time of the calls that began in the period. */
  readonly callMs: number
  /** Rules with an outcome made in the period, by id. */
  readonly rules: readonly RuleCounts[]
}

/** One rule in the period. */
export interface RuleHonesty {
  readonly ruleId: string
  /** Its id where it is no longer among the rules, as with what people wrote themselves. */
  readonly title: string
  readonly fired: number
  readonly shown: number
  readonly held: number
  readonly retracted: number
  readonly seen: number
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  /** Used, of those that were used or wrong; null: nobody said either. */
  readonly precision: number | null
  /** Wilson's interval of it at 95 %. */
  readonly precisionRange: readonly [number, number] | null
}

/** Narrows what is looked at. All of it must hold; an empty text stands for calls of which nobody says the place. */
export interface FiguresFilter {
  /** Whole days of the site, or whole weeks by `step`, that any part of this time lies in. */
  readonly from: WallMs
  /** At most 400 days later. */
  readonly to: WallMs
  readonly site?: string | undefined
  readonly team?: string | undefined
  /** What the reader answers for; absent: everything. */
  readonly scope?: AccessScope | undefined
}

export const FIGURES_STEPS = ['day', 'week'] as const

export type FiguresStep = (typeof FIGURES_STEPS)[number]

export interface FiguresQuery extends FiguresFilter {
  /** Weeks begin on Monday. */
  readonly step: FiguresStep
}

export interface FiguresReport {
  readonly step: FiguresStep
  /** IANA name of the zone whose days are counted. */
  readonly timeZone: string
  /** Beginning of the first day; the period ends with the last day, or now. */
  readonly from: WallMs
  readonly to: WallMs
  readonly all: HonestFigures
  /** Those that there are, the oldest first: days before the first kept call have none. */
  readonly points: readonly FiguresPoint[]
  /** The most often shown first. */
  readonly rules: readonly RuleHonesty[]
  /** Where calls of the period were, within what the reader answers for; by name. */
  readonly places: readonly FloorPlace[]
  /** Up to when it is counted: today's is at most a minute behind. Null: the first count after the start is not done. */
  readonly countedAt: WallMs | null
  /** Days of the period that are yet to be counted, as after a time when the server was off. */
  readonly daysToCount: number
}

/** Which of a rule's outcomes are asked for. */
export const BEHIND_WHAT = ['shown', 'unseen', 'used', 'not-now', 'wrong', 'retracted', 'held'] as const

export type BehindWhat = (typeof BEHIND_WHAT)[number]

export interface BehindQuery extends FiguresFilter {
  readonly ruleId: string
  /** Absent: all. */
  readonly what?: BehindWhat | undefined
  /** 1 to 200. */
  readonly limit: number
}

/** One outcome behind a rule's figure, without its words. */
export interface OutcomeBehind {
  readonly outcomeId: string
  readonly callId: CallId
  readonly kind: 'prompt' | 'alert'
  readonly state: OutcomeState
  readonly reason: OutcomeReason
  readonly atMs: CallMs
  readonly createdAt: WallMs
  readonly seen: boolean
  readonly verdicts: readonly FeedbackVerdict[]
}

export interface FiguresDesk {
  report(query: FiguresQuery): Promise<FiguresReport>
  /** The newest first. Looks at the rule's newest 20,000 outcomes of the period at most. */
  behind(query: BehindQuery): Promise<readonly OutcomeBehind[]>
  /** All rules on the last so many days, today being one; for the people who write rules. */
  countRules(days: number): Promise<RuleCountsReport>
}

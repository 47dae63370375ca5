/**
 * Figures that keep Earshot honest: whether its rules are right, how often it speaks to agents, whether they use what
 * it says, and how long words take to the screen. Implemented by the figures room; delivery serves it.
 */
import type { AccessScope } from './access.ts'
import type { LatencyStage } from './outcome.ts'
import type { WallMs } from './time.ts'

/** Milliseconds; null: too few were measured (fewer than `n` = 1). */
export interface DelayFigures {
  readonly n: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** What was told and what became of it, in one stretch of time. */
export interface HonestFigures {
  /** Hours of live calls with an agent. */
  readonly agentHours: number
  readonly prompts: number
  /** Null: no agent was on a call. */
  readonly promptsPerAgentHour: number | null
  /** Prompts that a browser says it has painted. */
  readonly seen: number
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  /** Used of seen; null: none was seen. */
  readonly seenToUsed: number | null
  readonly alerts: number
  readonly retracted: number
  readonly held: number
  /** From the end of the last word to the screen. */
  readonly wordToPainted: DelayFigures
  readonly stages: Readonly<Record<LatencyStage, DelayFigures>>
}

export interface FiguresPoint extends HonestFigures {
  /** Beginning of the day or week, in the site's time zone. */
  readonly at: WallMs
}

/** One rule in the period. */
export interface RuleFigures {
  readonly ruleId: string
  readonly title: string
  readonly fired: number
  readonly shown: number
  readonly held: number
  readonly retracted: number
  readonly seen: number
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  /** Of those that somebody called used or wrong, the share of used; null: nobody did. */
  readonly precision: number | null
  /** Wilson's interval of it at 95 %. */
  readonly precisionRange: readonly [number, number] | null
}

export interface FiguresQuery {
  readonly from: WallMs
  /** At most 400 days later. */
  readonly to: WallMs
  readonly step: 'day' | 'week'
  readonly site?: string | undefined
  readonly team?: string | undefined
  /** What the reader answers for; absent: everything. */
  readonly scope?: AccessScope | undefined
}

export interface FiguresReport {
  readonly step: 'day' | 'week'
  readonly all: HonestFigures
  readonly points: readonly FiguresPoint[]
  /** The most often shown first. */
  readonly rules: readonly RuleFigures[]
  /** Up to when it is counted: today's is at most a minute behind. */
  readonly countedAt: WallMs
}

export interface FiguresDesk {
  report(query: FiguresQuery): Promise<FiguresReport>
}

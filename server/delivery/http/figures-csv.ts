import type { DelayFigures, FiguresReport } from '../../contracts/figures.ts'
import { LATENCY_STAGES } from '../../contracts/outcome.ts'
import { writeCsv, type CsvCell } from '../../platform/write-csv.ts'

const PERCENTILES = ['p50', 'p95', 'p99'] as const

const POINT_COLUMNS = [
  'from',
  'agent_hours',
  'prompts',
  'prompts_per_agent_hour',
  'seen',
  'used_of_seen',
  'seen_to_used',
  'alerts',
  'alerts_seen',
  'used',
  'not_now',
  'wrong',
  'wrong_share',
  'retracted',
  'retracted_share',
  'held',
  'word_to_painted_n',
  ...PERCENTILES.map((percentile) => `word_to_painted_${percentile}_ms`),
  ...LATENCY_STAGES.flatMap((stage) => PERCENTILES.map((percentile) => `${stage}_${percentile}_ms`)),
]

const RULE_COLUMNS = [
  'rule',
  'title',
  'fired',
  'shown',
  'held',
  'retracted',
  'seen',
  'used',
  'not_now',
  'wrong',
  'precision',
  'precision_from',
  'precision_to',
]

/** One line a day or week, for a spreadsheet; times in ISO 8601, UTC, shares from 0 to 1. */
export function pointsCsv({ points }: FiguresReport): string {
  const rows = points.map((point): readonly CsvCell[] => [
    new Date(point.at).toISOString(),
    rounded(point.agentHours),
    point.prompts,
    rounded(point.promptsPerAgentHour),
    point.seen,
    point.usedOfSeen,
    rounded(point.seenToUsed),
    point.alerts,
    point.alertsSeen,
    point.used,
    point.notNow,
    point.wrong,
    rounded(point.wrongShare),
    point.retracted,
    rounded(point.retractedShare),
    point.held,
    point.wordToPainted.n,
    ...percentiles(point.wordToPainted),
    ...LATENCY_STAGES.flatMap((stage) => percentiles(point.stages[stage])),
  ])
  return writeCsv(POINT_COLUMNS, rows)
}

/** One line a rule, those shown most often first. */
export function rulesCsv({ rules }: FiguresReport): string {
  const rows = rules.map((rule): readonly CsvCell[] => [
    rule.ruleId,
    rule.title,
    rule.fired,
    rule.shown,
    rule.held,
    rule.retracted,
    rule.seen,
    rule.used,
    rule.notNow,
    rule.wrong,
    rounded(rule.precision),
    rounded(rule.precisionRange?.[0] ?? null),
    rounded(rule.precisionRange?.[1] ?? null),
  ])
  return writeCsv(RULE_COLUMNS, rows)
}

function percentiles(delay: DelayFigures): readonly CsvCell[] {
  return PERCENTILES.map((percentile) => delay[percentile])
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000
}

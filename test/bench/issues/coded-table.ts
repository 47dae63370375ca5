import { median } from '../goals.ts'
import { figure, printTable } from '../measure/table.ts'
import { hourCount, runBaseline, sentryForecast, signiTrend } from './baselines.ts'
import { runCodedDetector } from './coded-detector.ts'
import { affectedContacts, CODED_SIZES, codedStream, type CodedPlan } from './coded-stream.ts'
import { runOracle } from './oracle.ts'
import { type Alert, groupCell, type GroupScore, joinScores, scoreAlerts, type Score } from './score.ts'

export const OURS = 'Earshot'
const ORACLE = 'told the true rates'

export interface CodedTrial {
  readonly seeds: readonly number[]
  readonly plan: CodedPlan
  readonly budgets: readonly (readonly [name: string, perDay: number])[]
}

/** Plays the same streams to our detector, to one that is told the truth and to the baselines; prints a row for each at each budget. */
export function codedTable({ seeds, plan, budgets }: CodedTrial): ReadonlyMap<string, Score> {
  const scores = new Map<string, Score[]>()
  const perDay = budgets.map(([, budget]) => budget)
  const streams = seeds.map((seed) => codedStream(seed, plan))
  const bounds = runOracle(streams, perDay)
  for (const [index, stream] of streams.entries()) {
    const scorers = [sentryForecast(plan.codes), signiTrend(plan.codes), hourCount()]
    const runs = [
      [OURS, runCodedDetector(stream, perDay).alerts] as const,
      [ORACLE, bounds[index] ?? new Map<number, readonly Alert[]>()] as const,
      ...scorers.map((scorer) => [scorer.name, runBaseline(stream, scorer, perDay)] as const),
    ]
    for (const [name, run] of runs) {
      for (const [budget, alerts] of run) {
        const affected = (incident: number, at: number): number => affectedContacts(stream, incident, at)
        const score = scoreAlerts(alerts, stream.incidents, { days: plan.days - plan.testDay, affected })
        const key = `${name} ${budget}`
        scores.set(key, [...(scores.get(key) ?? []), score])
      }
    }
  }
  const joined = new Map([...scores].map(([key, parts]) => [key, joinScores(parts)]))
  printTable(
    ['detector, budget', 'false alarms a day', ...CODED_SIZES.map((size) => `+${size}/h`)],
    [...joined].map(([key, score]) => [
      nameOf(key, budgets),
      figure(score.falseAlarmsPerDay, 2),
      ...CODED_SIZES.map((size) => groupCell(score.groups.get(`+${size}/h`))),
    ]),
  )
  return joined
}

function nameOf(key: string, budgets: CodedTrial['budgets']): string {
  const [name] = budgets.find(([, perDay]) => key.endsWith(` ${perDay}`)) ?? ['']
  return `${key.slice(0, key.lastIndexOf(' '))}, ${name}`
}

/** The figures of one group that goals are about. */
export function groupFigures(group: GroupScore | undefined): {
  share: number
  minutes: number
  affected: number
} {
  const { incidents = 0, detected = 0, minutes = [], affected = [] } = group ?? {}
  return { share: detected / Math.max(1, incidents), minutes: median(minutes), affected: median(affected) }
}

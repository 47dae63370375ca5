import { figure, percent, printTable } from '../measure/table.ts'
import { median } from '../goals.ts'
import { type Banking } from './banking.ts'
import { runPhraseDetector } from './phrase-detector.ts'
import { affectedCustomers, type PhrasePlan, phraseStream } from './phrase-stream.ts'
import { groupCell, joinScores, type Score, scoreAlerts } from './score.ts'

export interface PhraseTrial {
  readonly seeds: readonly number[]
  readonly plan: PhrasePlan
  readonly budgets: readonly (readonly [name: string, perDay: number])[]
  readonly banking: Banking
}

export interface PhraseScore extends Score {
  /** Share of the cited contacts that belong to the incident, over the alerts that are about one. */
  readonly purity: number
  /** Alerts for each incident that was found. */
  readonly alertsEach: number
}

/** Plays streams without labels to our detector; prints a row for each budget. */
export function phraseTable({
  seeds,
  plan,
  budgets,
  banking,
}: PhraseTrial): ReadonlyMap<number, PhraseScore> {
  const runs = new Map<number, { score: Score; purities: readonly number[]; found: number }[]>()
  for (const seed of seeds) {
    const stream = phraseStream(seed, banking, plan)
    const perDay = budgets.map(([, budget]) => budget)
    for (const [budget, alerts] of runPhraseDetector(stream, perDay)) {
      const affected = (incident: number, at: number): number => affectedCustomers(stream, incident, at)
      const score = scoreAlerts(alerts, stream.incidents, { days: plan.days - plan.testDay, affected })
      const right = alerts.filter(({ incident }) => incident !== -1)
      const run = {
        score,
        purities: right.map(({ purity }) => purity),
        found: new Set(right.map(({ incident }) => incident)).size,
      }
      runs.set(budget, [...(runs.get(budget) ?? []), run])
    }
  }
  const joined = new Map([...runs].map(([budget, parts]) => [budget, join(parts)]))
  const groups = ['novel', 'rare'].flatMap((kind) =>
    plan.incidents.map(({ perHour }) => `${kind} ${perHour}/h`),
  )
  printTable(
    ['budget', 'false a day', 'purity', 'alerts each', ...groups],
    [...joined].map(([budget, score]) => [
      budgets.find(([, perDay]) => perDay === budget)?.[0] ?? '',
      figure(score.falseAlarmsPerDay, 2),
      percent(score.purity, 0),
      figure(score.alertsEach, 1),
      ...groups.map((group) => groupCell(score.groups.get(group))),
    ]),
  )
  return joined
}

function join(parts: readonly { score: Score; purities: readonly number[]; found: number }[]): PhraseScore {
  const purities = parts.flatMap((part) => part.purities)
  const found = parts.reduce((sum, part) => sum + part.found, 0)
  return {
    ...joinScores(parts.map(({ score }) => score)),
    purity: purities.reduce((sum, purity) => sum + purity, 0) / purities.length,
    alertsEach: purities.length / found,
  }
}

/** Minutes of the incidents of one group that were found. */
export function minutesOf(score: Score | undefined, group: string): number {
  return median(score?.groups.get(group)?.minutes ?? [])
}

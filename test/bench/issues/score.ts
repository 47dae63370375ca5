import { median } from '../goals.ts'
import { type Incident } from './incidents.ts'

/** An alert of any detector. */
export interface Alert {
  /** When it came, in ticks from the first day, with the part of the tick that had passed. */
  readonly at: number
  /** Which incident it is about, by the truth of the stream; -1: none. */
  readonly incident: number
}

export interface Score {
  readonly falseAlarmsPerDay: number
  readonly groups: ReadonlyMap<string, GroupScore>
}

export interface GroupScore {
  readonly incidents: number
  readonly detected: number
  readonly minutes: readonly number[]
  /** Contacts that the incident had caused before the alert. */
  readonly affected: readonly number[]
}

/**
 * Holds alerts against the incidents. The delay runs from the start of the incident's ramp to the alert;
 * only the first alert of an incident counts, and each that is about none is a false alarm.
 */
export function scoreAlerts(
  alerts: readonly Alert[],
  incidents: readonly Incident[],
  { days, affected }: { days: number; affected: (incident: number, at: number) => number },
): Score {
  const first = new Map<number, number>()
  for (const { at, incident } of alerts) {
    if (incident !== -1 && !first.has(incident)) first.set(incident, at)
  }
  const groups = new Map<
    string,
    { incidents: number; detected: number; minutes: number[]; affected: number[] }
  >()
  incidents.forEach(({ group, from }, index) => {
    const score = groups.get(group) ?? { incidents: 0, detected: 0, minutes: [], affected: [] }
    groups.set(group, score)
    score.incidents += 1
    const at = first.get(index)
    if (at === undefined) return
    score.detected += 1
    score.minutes.push((at - from) * 5)
    score.affected.push(affected(index, at))
  })
  return { falseAlarmsPerDay: alerts.filter(({ incident }) => incident === -1).length / days, groups }
}

/** Scores of several seeds together. */
export function joinScores(scores: readonly Score[]): Score {
  const groups = new Map<string, GroupScore>()
  for (const score of scores) {
    for (const [name, group] of score.groups) {
      const sum = groups.get(name) ?? { incidents: 0, detected: 0, minutes: [], affected: [] }
      groups.set(name, {
        incidents: sum.incidents + group.incidents,
        detected: sum.detected + group.detected,
        minutes: [...sum.minutes, ...group.minutes],
        affected: [...sum.affected, ...group.affected],
      })
    }
  }
  const falseAlarmsPerDay =
    scores.reduce((sum, score) => sum + score.falseAlarmsPerDay, 0) / Math.max(1, scores.length)
  return { falseAlarmsPerDay, groups }
}

/** "100 % 25 m n4": detected, median minutes, median contacts before the alert. */
export function groupCell(group: GroupScore | undefined): string {
  if (group === undefined || group.incidents === 0) return '-'
  const share = `${Math.round((100 * group.detected) / group.incidents)} %`
  if (group.detected === 0) return share
  return `${share} ${Math.round(median(group.minutes))}m n${Math.round(median(group.affected))}`
}

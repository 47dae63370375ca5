import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { BoardPlace, Grouping } from './board-place.ts'
import type { CallView } from './call-view.ts'

/** Words to look for; a call or an alert fits when each occurs somewhere in it. */
export function filterWords(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function fits(words: readonly string[], parts: readonly (string | null)[]): boolean {
  if (words.length === 0) return true
  const all = parts.join('\n').toLowerCase()
  return words.every((word) => all.includes(word))
}

export interface Filters extends Pick<BoardPlace, 'team' | 'queue'> {
  /** The teams of the site that is looked at; null: every team. */
  readonly teamsOfSite: ReadonlySet<string> | null
}

/** Whether a call is among those that are looked at. */
export function belongs(
  call: Pick<CallView, 'team' | 'queue'>,
  { team, queue, teamsOfSite }: Filters,
): boolean {
  const [itsTeam, itsQueue] = [call.team ?? '', call.queue ?? '']
  return (
    (team === null || team === itsTeam) &&
    (queue === null || queue === itsQueue) &&
    (teamsOfSite === null || teamsOfSite.has(itsTeam))
  )
}

/** Live calls of the team and the queue, in any order. */
export function callsOf(calls: Iterable<CallView>, filters: Filters): readonly CallView[] {
  const found: CallView[] = []
  for (const call of calls) if (call.state === 'live' && belongs(call, filters)) found.push(call)
  return found
}

/** The calls in which all words occur. */
export function fittingCalls(calls: readonly CallView[], words: readonly string[]): readonly CallView[] {
  if (words.length === 0) return calls
  return calls.filter(({ callId, info }) =>
    fits(words, [callId, info.agentId, ...Object.values(info.attributes)]),
  )
}

/** Alerts that fit, oldest first; with a site, a team or a queue only those of calls that are known to belong there. */
export function fittingAlerts(
  alerts: readonly Outcome[],
  words: readonly string[],
  where: { readonly calls: ReadonlyMap<string, CallView>; readonly filters: Filters },
): readonly Outcome[] {
  const { calls, filters } = where
  const anywhere = filters.team === null && filters.queue === null && filters.teamsOfSite === null
  if (words.length === 0 && anywhere) return alerts
  return alerts.filter((alert) => {
    const call = calls.get(alert.callId)
    if (!anywhere && (call === undefined || !belongs(call, filters))) return false
    return fits(words, [alert.title, alert.text, alert.rule, alert.callId, alert.agentId, alert.severity])
  })
}

/** The names that live calls have, in order; the one that is looked at is among them although no call has it now. */
export function namesOf(
  calls: Iterable<CallView>,
  which: Grouping,
  chosen: string | null,
): readonly string[] {
  const names = new Set<string>(chosen === null ? [] : [chosen])
  for (const call of calls) if (call.state === 'live') names.add(call[which] ?? '')
  return [...names].sort((one, other) => one.localeCompare(other))
}

export interface FloorFigures {
  readonly live: number
  readonly onHold: number
  readonly withAlerts: number
  readonly worstLagMs: number
}

/** The floor in four numbers. */
export function floorFigures(calls: Iterable<CallView>): FloorFigures {
  let [live, onHold, withAlerts, worstLagMs] = [0, 0, 0, 0]
  for (const call of calls) {
    if (call.state !== 'live') continue
    live += 1
    if (call.onHold) onHold += 1
    if (call.alerts > 0) withAlerts += 1
    worstLagMs = Math.max(worstLagMs, call.lagMs)
  }
  return { live, onHold, withAlerts, worstLagMs }
}

/** Names that somebody may choose from. */
export interface FloorNames {
  readonly queues: readonly string[]
  readonly agents: readonly string[]
}

/** The queues and the agents of all calls. */
export function floorNames(calls: Iterable<CallView>): FloorNames {
  const queues = new Set<string>()
  const agents = new Set<string>()
  for (const { queue, info } of calls) {
    if (queue !== null) queues.add(queue)
    if (info.agentId !== null) agents.add(info.agentId)
  }
  return { queues: [...queues].toSorted(), agents: [...agents].toSorted() }
}

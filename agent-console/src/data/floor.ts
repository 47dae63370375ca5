import type { Outcome } from '../../../server/contracts/outcome.ts'
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

/** Live calls that fit, longest first, so that a new call never moves the rows that one reads. */
export function liveCalls(calls: Iterable<CallView>, words: readonly string[]): readonly CallView[] {
  return [...calls]
    .filter((call) => call.state === 'live')
    .filter(({ callId, info }) => fits(words, [callId, info.agentId, ...Object.values(info.attributes)]))
    .sort((one, other) => one.info.startedAt - other.info.startedAt)
}

/** Alerts that fit, oldest first. */
export function fittingAlerts(alerts: readonly Outcome[], words: readonly string[]): readonly Outcome[] {
  if (words.length === 0) return alerts
  return alerts.filter((alert) =>
    fits(words, [alert.title, alert.text, alert.rule, alert.callId, alert.agentId, alert.severity]),
  )
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

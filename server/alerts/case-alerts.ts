import type { AlertCase, CaseAlert, CaseEffect, CaseHistoryEntry } from '../contracts/alert-case.ts'
import type { FloorPlace } from '../contracts/floor.ts'
import type { Severity } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'

/** Alerts and entries of its history that a case names. */
const MOST_ALERTS = 20
const MOST_HISTORY = 50
const MOST_EFFECTS = 5

const RANKS: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 }

/** Where the alert of a case comes from. */
export interface CasePlace {
  readonly caseId: string
  readonly queue: string | null
  readonly place: FloorPlace
}

export function openCase(outcome: Outcome, { caseId, queue, place }: CasePlace): AlertCase {
  const at = outcome.createdAt
  return {
    type: 'case',
    caseId,
    revision: 1,
    callId: outcome.callId,
    group: null,
    agentId: outcome.agentId,
    queue,
    places: [place],
    state: 'new',
    owner: null,
    title: outcome.title,
    severity: outcome.severity,
    openedAt: at,
    updatedAt: at,
    snoozedUntil: null,
    snoozedUntilChange: false,
    timesReopened: 0,
    alerts: [toAlert(outcome)],
    alertsInAll: 1,
    callEnded: false,
    history: [{ at, by: null, action: 'opened', note: null }],
    effects: [],
  }
}

/** Takes the next state of an alert; null when it changes nothing. */
export function takeAlert(before: AlertCase, outcome: Outcome, now: WallMs): AlertCase | null {
  const known = before.alerts.find(({ outcomeId }) => outcomeId === outcome.outcomeId)
  if (known === undefined) return outcome.state === 'retracted' ? null : addAlert(before, outcome, now)
  if (known.state === outcome.state) return null
  const alerts = before.alerts.map((alert) => (alert === known ? toAlert(outcome) : alert))
  const changed = { ...before, ...lead(alerts), alerts }
  const isOver = before.state === 'new' && alerts.every(({ state }) => state === 'retracted')
  if (!isOver) return next(changed, now, null)
  return next({ ...changed, state: 'resolved' }, now, { by: null, action: 'withdrawn', note: null })
}

function addAlert(before: AlertCase, outcome: Outcome, now: WallMs): AlertCase {
  const alerts = [...before.alerts, toAlert(outcome)].slice(-MOST_ALERTS)
  const isRearmed = before.state === 'resolved'
  const changed: AlertCase = {
    ...before,
    ...lead(alerts),
    alerts,
    alertsInAll: before.alertsInAll + 1,
    agentId: outcome.agentId ?? before.agentId,
    // Another alert is what a snooze waits for.
    snoozedUntil: null,
    snoozedUntilChange: false,
    ...(isRearmed ? { state: 'new', owner: null, timesReopened: before.timesReopened + 1 } : {}),
  }
  return next(changed, now, { by: null, action: isRearmed ? 'reopened' : 'grouped', note: null })
}

/** The case with what came of stepping in. */
export function withEffects(before: AlertCase, effects: readonly CaseEffect[], now: WallMs): AlertCase {
  return next({ ...before, effects: [...before.effects, ...effects].slice(-MOST_EFFECTS) }, now, null)
}

/** The case with its next revision, and what happened to it (null: nothing worth an entry). */
export function next(changed: AlertCase, now: WallMs, entry: Omit<CaseHistoryEntry, 'at'> | null): AlertCase {
  const history =
    entry === null ? changed.history : [...changed.history, { at: now, ...entry }].slice(-MOST_HISTORY)
  return { ...changed, history, revision: changed.revision + 1, updatedAt: now }
}

/** The alert that matters most gives the case its title; withdrawn ones only where there is no other. */
function lead(alerts: readonly CaseAlert[]): Partial<Pick<AlertCase, 'title' | 'severity'>> {
  const standing = alerts.filter(({ state }) => state !== 'retracted')
  let leading: CaseAlert | undefined
  for (const alert of standing.length > 0 ? standing : alerts) {
    if (leading === undefined || RANKS[alert.severity] >= RANKS[leading.severity]) leading = alert
  }
  return leading === undefined ? {} : { title: leading.title, severity: leading.severity }
}

function toAlert({ outcomeId, rule, title, severity, state, atMs, createdAt }: Outcome): CaseAlert {
  return { outcomeId, rule, title, severity, state, atMs, at: createdAt }
}

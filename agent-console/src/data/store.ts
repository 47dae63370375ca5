import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import type { ServerEvent, Snapshot } from '../../../server/contracts/events.ts'
import type { Issue } from '../../../server/contracts/issue.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { VolumeNotice } from '../../../server/contracts/volume-notice.ts'
import { assertNever } from '../platform/assert-never.ts'
import { type CallView, heardAt, newCall, withSummary } from './call-view.ts'
import { onlyThese, withCase } from './cases.ts'
import { newerIssue } from './issue-list.ts'
import { withHold } from './holds.ts'
import { withNotice } from './notices.ts'
import { withHeld, withOutcome } from './outcomes.ts'
import { withGap, withHistory, withUtterance } from './transcript-entries.ts'

/** Everything the screens show, as one value that is never changed in place. */
export interface ConsoleState {
  /** By call id, in the order in which the calls were first heard of. */
  readonly calls: ReadonlyMap<string, CallView>
  /** Alerts, oldest first, without those that fell off the end. */
  readonly alerts: readonly Outcome[]
  /** Issues of digital channels by id, with those that were closed lately. Null: the server has not told of any yet. */
  readonly issues: ReadonlyMap<string, Issue> | null
  /** What the number of contacts and the feeds did in the last 24 hours, oldest first. */
  readonly notices: readonly VolumeNotice[]
  /** Alert cases by id, with those that were resolved lately. */
  readonly cases: ReadonlyMap<string, AlertCase>
  /** Events that this console will never see because it was too slow or too long away. */
  readonly missed: number
}

export interface ReceivedEvent {
  readonly event: ServerEvent
  /** On this machine's clock. */
  readonly receivedAt: number
}

export const EMPTY: ConsoleState = {
  calls: new Map(),
  alerts: [],
  issues: null,
  notices: [],
  cases: new Map(),
  missed: 0,
}

/** Ended calls that stay readable. */
const MOST_ENDED = 40
/** Closed issues that stay, so that who looks at one sees that it is. */
const MOST_CLOSED = 100
/** Alerts that stay in the feed. */
const MOST_ALERTS = 500

interface Draft {
  calls: Map<string, CallView>
  alerts: Outcome[]
  /** Place of each alert in `alerts`. */
  alertAt: Map<string, number>
  issues: ReadonlyMap<string, Issue> | null
  notices: readonly VolumeNotice[]
  cases: ReadonlyMap<string, AlertCase>
  missed: number
}

/**
 * Folds a batch of events into the state. A batch, not one event, because a board of a thousand calls
 * copies its map once a frame and not once a message.
 */
export function reduce(state: ConsoleState, batch: readonly ReceivedEvent[]): ConsoleState {
  if (batch.length === 0) return state
  const alerts = [...state.alerts]
  const draft: Draft = {
    calls: new Map(state.calls),
    alerts,
    alertAt: new Map(alerts.map((alert, index) => [alert.outcomeId, index])),
    issues: state.issues,
    notices: state.notices,
    cases: state.cases,
    missed: state.missed,
  }
  for (const { event, receivedAt } of batch) apply(draft, event, receivedAt)
  dropOldEnded(draft.calls)
  const { calls, issues, notices, cases, missed } = draft
  return { calls, alerts: draft.alerts.slice(-MOST_ALERTS), issues, notices, cases, missed }
}

/** Lets go of a transcript that nobody looks at any more. */
export function forgetTranscript(state: ConsoleState, callId: string): ConsoleState {
  const call = state.calls.get(callId)
  return call === undefined ? state : withCall(state, { ...call, entries: [] })
}

function withCall(state: ConsoleState, call: CallView): ConsoleState {
  return { ...state, calls: new Map(state.calls).set(call.callId, call) }
}

function apply(draft: Draft, event: ServerEvent, at: number): void {
  switch (event.type) {
    case 'hello':
    case 'pong':
      return
    case 'missed':
      draft.missed += event.missed
      return
    case 'snapshot':
      applySnapshot(draft, event, at)
      return
    case 'start':
      // An id may be used again after its call has ended.
      if (draft.calls.get(event.callId)?.state !== 'live') {
        draft.calls.set(event.callId, newCall(event.call, { atMs: event.atMs, at }))
      }
      return
    case 'call': {
      const call = draft.calls.get(event.callId) ?? newCall(event.call, { atMs: event.atMs, at })
      draft.calls.set(event.callId, withSummary(call, event, at))
      return
    }
    case 'outcome':
      if (event.kind === 'alert') applyAlert(draft, event)
      change(draft, event.callId, (call) => ({
        ...call,
        outcomes: withOutcome(call.outcomes, event),
        held: withHeld(call.held, event),
      }))
      return
    case 'assist':
      change(draft, event.callId, (call) => ({ ...call, assist: event }))
      return
    case 'issue':
      draft.issues = withIssue(draft.issues, event)
      return
    case 'notice':
      draft.notices = withNotice(draft.notices, event)
      return
    case 'case':
      draft.cases = withCase(draft.cases, event)
      return
    case 'update':
    case 'utterance':
    case 'gap':
    case 'end':
      change(draft, event.callId, (call) => withMessage(heardAt(call, { atMs: event.atMs, at }), event))
      return
    default:
      assertNever(event)
  }
}

type OfCall = Extract<ServerEvent, { type: 'update' | 'utterance' | 'gap' | 'end' }>

function withMessage(call: CallView, event: OfCall): CallView {
  switch (event.type) {
    case 'update': {
      const { agentId, onHold, attributes } = event.change
      return {
        ...call,
        onHold: onHold ?? call.onHold,
        holds: withHold(call.holds, onHold ?? call.onHold, event.atMs),
        info: {
          ...call.info,
          agentId: agentId ?? call.info.agentId,
          attributes: { ...call.info.attributes, ...attributes },
        },
      }
    }
    case 'utterance':
      return { ...call, lagMs: event.lagMs, entries: withUtterance(call.entries, event) }
    case 'gap':
      return { ...call, entries: withGap(call.entries, event) }
    case 'end':
      return {
        ...call,
        state: 'ended',
        onHold: false,
        holds: withHold(call.holds, false, event.atMs),
        lagMs: 0,
        durationMs: event.durationMs,
        endReason: event.reason,
      }
    default:
      return assertNever(event)
  }
}

function change(draft: Draft, callId: string, to: (call: CallView) => CallView): void {
  const call = draft.calls.get(callId)
  if (call !== undefined) draft.calls.set(callId, to(call))
}

function applyAlert(draft: Draft, alert: Outcome): void {
  const at = draft.alertAt.get(alert.outcomeId)
  if (at === undefined) {
    if (alert.state === 'held') return
    draft.alertAt.set(alert.outcomeId, draft.alerts.push(alert) - 1)
    return
  }
  const known = draft.alerts[at]
  const [newest] = known === undefined ? [alert] : withOutcome([known], alert)
  if (newest !== undefined) draft.alerts[at] = newest
}

function withIssue(issues: Draft['issues'], issue: Issue): ReadonlyMap<string, Issue> {
  const next = new Map(issues)
  next.set(issue.issueId, newerIssue(next.get(issue.issueId), issue))
  let closed = 0
  for (const { state } of next.values()) if (state === 'closed') closed += 1
  for (const [issueId, { state }] of next) {
    if (closed <= MOST_CLOSED) break
    if (state !== 'closed') continue
    next.delete(issueId)
    closed -= 1
  }
  return next
}

/** A complete snapshot is the truth about live calls: those that it does not name are over. */
function applySnapshot(draft: Draft, snapshot: Snapshot, at: number): void {
  const { complete, calls: snapshots, issues, notices, cases } = snapshot
  if (complete && issues !== undefined) draft.issues = new Map(issues.map((issue) => [issue.issueId, issue]))
  if (complete && notices !== undefined) draft.notices = notices
  if (complete && cases !== undefined) draft.cases = onlyThese(draft.cases, cases)
  if (complete) endUnnamed(draft.calls, new Set(snapshots.map(({ summary }) => summary.callId)))
  for (const { summary, utterances, utterancesLeftOut, outcomes, holds, assist } of snapshots) {
    const known = draft.calls.get(summary.callId)
    const call = known ?? newCall(summary.call, { atMs: summary.atMs, at })
    draft.calls.set(summary.callId, {
      ...withSummary(call, summary, at),
      entries: withHistory(call.entries, utterances),
      entriesLeftOut: utterancesLeftOut,
      outcomes: outcomes.reduce(withOutcome, call.outcomes),
      held: outcomes.reduce(withHeld, call.held),
      // Only who watches the call is told.
      holds: holds.length > 0 ? holds : call.holds,
      assist: assist ?? call.assist,
    })
  }
  const alerts = snapshots
    .flatMap((snapshot) => snapshot.outcomes)
    .filter((outcome) => outcome.kind === 'alert')
    .sort((one, other) => one.createdAt - other.createdAt)
  for (const alert of alerts) applyAlert(draft, alert)
}

function endUnnamed(calls: Map<string, CallView>, named: ReadonlySet<string>): void {
  for (const [callId, call] of calls) {
    if (call.state === 'live' && !named.has(callId)) calls.set(callId, { ...call, state: 'ended' })
  }
}

function dropOldEnded(calls: Map<string, CallView>): void {
  let ended = 0
  for (const call of calls.values()) if (call.state === 'ended') ended += 1
  for (const [callId, call] of calls) {
    if (ended <= MOST_ENDED) return
    if (call.state !== 'ended') continue
    calls.delete(callId)
    ended -= 1
  }
}

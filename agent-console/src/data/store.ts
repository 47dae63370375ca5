import type { ServerEvent, Snapshot } from '../../../server/contracts/events.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { assertNever } from '../platform/assert-never.ts'
import { type CallView, heardAt, newCall, withSummary } from './call-view.ts'
import { withOutcome } from './outcomes.ts'
import { withGap, withHistory, withUtterance } from './transcript-entries.ts'

/** Everything the screens show, as one value that is never changed in place. */
export interface ConsoleState {
  /** By call id, in the order in which the calls were first heard of. */
  readonly calls: ReadonlyMap<string, CallView>
  /** Alerts, oldest first, without those that fell off the end. */
  readonly alerts: readonly Outcome[]
  /** Events that this console will never see because it was too slow or too long away. */
  readonly missed: number
}

export interface ReceivedEvent {
  readonly event: ServerEvent
  /** On this machine's clock. */
  readonly receivedAt: number
}

export const EMPTY: ConsoleState = { calls: new Map(), alerts: [], missed: 0 }

/** Ended calls that stay readable. */
const MOST_ENDED = 40
/** Alerts that stay in the feed. */
const MOST_ALERTS = 500

interface Draft {
  calls: Map<string, CallView>
  alerts: Outcome[]
  /** Place of each alert in `alerts`. */
  alertAt: Map<string, number>
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
    missed: state.missed,
  }
  for (const { event, receivedAt } of batch) apply(draft, event, receivedAt)
  dropOldEnded(draft.calls)
  return { calls: draft.calls, alerts: draft.alerts.slice(-MOST_ALERTS), missed: draft.missed }
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
      change(draft, event.callId, (call) => ({ ...call, outcomes: withOutcome(call.outcomes, event) }))
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

/** A complete snapshot is the truth about live calls: those that it does not name are over. */
function applySnapshot(draft: Draft, { complete, calls: snapshots }: Snapshot, at: number): void {
  if (complete) endUnnamed(draft.calls, new Set(snapshots.map(({ summary }) => summary.callId)))
  for (const { summary, utterances, utterancesLeftOut, outcomes } of snapshots) {
    const known = draft.calls.get(summary.callId)
    const call = known ?? newCall(summary.call, { atMs: summary.atMs, at })
    draft.calls.set(summary.callId, {
      ...withSummary(call, summary, at),
      entries: withHistory(call.entries, utterances),
      entriesLeftOut: utterancesLeftOut,
      outcomes: outcomes.reduce(withOutcome, call.outcomes),
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

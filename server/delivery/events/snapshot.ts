import type { Principal } from '../../contracts/access.ts'
import type { AlertCase } from '../../contracts/alert-case.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSnapshot, Snapshot } from '../../contracts/events.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { summarise, type CallAttributes, type LiveCall } from '../live/live-call.ts'
import {
  isOverseer,
  maySeeCall,
  maySeeIssues,
  maySeeOutcome,
  maySeeTranscript,
  withoutAlerts,
} from './subscriptions.ts'

export interface SnapshotRequest {
  readonly principal: Principal
  readonly watched: ReadonlySet<CallId>
  readonly callAttributes: CallAttributes
  readonly calls: Iterable<LiveCall>
  /** The open issues; null: they are not asked for. */
  readonly issues: readonly Issue[] | null
  /** The alert cases that are not resolved; null: they are not asked for. */
  readonly cases: readonly AlertCase[] | null
  /** Whether `calls` is all there is, for this reader. */
  readonly complete: boolean
}

/** The calls, and the issues, as this reader may see them now. */
export function takeSnapshot(request: SnapshotRequest): Snapshot {
  const { principal, calls, issues, cases, complete } = request
  const seen = [...calls].filter((live) => maySeeCall(principal, live.call))
  return {
    type: 'snapshot',
    complete,
    calls: seen.map((live) => callSnapshot(request, live)),
    ...(issues !== null && maySeeIssues(principal) ? { issues } : {}),
    ...(cases !== null && isOverseer(principal) ? { cases } : {}),
  }
}

function callSnapshot({ principal, watched, callAttributes }: SnapshotRequest, live: LiveCall): CallSnapshot {
  const summary = summarise(live, callAttributes)
  const withWords = maySeeTranscript({ principal, watched, callId: live.call.callId })
  return {
    summary: isOverseer(principal) ? summary : withoutAlerts(summary),
    utterances: withWords ? [...live.finals, ...movingPartials(live)] : [],
    utterancesLeftOut: withWords ? live.finalsLeftOut : 0,
    outcomes: [...live.outcomes.values()].filter((outcome) => maySeeOutcome(principal, outcome)),
    holds: withWords ? live.holds : [],
    ...(withWords && live.assist !== null ? { assist: live.assist } : {}),
  }
}

function movingPartials(live: LiveCall): Utterance[] {
  return [live.partials.agent, live.partials.customer].filter((partial) => partial !== null)
}

import type { Principal } from '../../contracts/access.ts'
import type { AlertCase } from '../../contracts/alert-case.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSnapshot, Snapshot } from '../../contracts/events.ts'
import type { FloorPlace } from '../../contracts/floor.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import type { VolumeNotice } from '../../contracts/volume-notice.ts'
import { summarise, type CallAttributes, type LiveCall } from '../live/live-call.ts'
import {
  caseAsSeenBy,
  isOverseer,
  maySeeCall,
  maySeeCase,
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
  /** What the number of contacts and the feeds did; null: it is not asked for. */
  readonly notices: readonly VolumeNotice[] | null
  /** The alert cases that are not resolved; null: they are not asked for. */
  readonly cases: readonly AlertCase[] | null
  /** Where the calls of a case are now. */
  readonly placesOf: (alertCase: AlertCase) => readonly FloorPlace[]
  /** Whether `calls` is all there is, for this reader. */
  readonly complete: boolean
}

/** The calls, and the issues, as this reader may see them now. */
export function takeSnapshot(request: SnapshotRequest): Snapshot {
  const { principal, calls, issues, notices, cases, placesOf, complete } = request
  const seen = [...calls].filter((live) => maySeeCall(principal, live))
  const mayBeShown = (alertCase: AlertCase): boolean => maySeeCase(principal, placesOf(alertCase))
  return {
    type: 'snapshot',
    complete,
    calls: seen.map((live) => callSnapshot(request, live)),
    ...(issues !== null && maySeeIssues(principal) ? { issues } : {}),
    ...(notices !== null && maySeeIssues(principal) ? { notices } : {}),
    ...(cases !== null && isOverseer(principal)
      ? { cases: cases.filter(mayBeShown).map((each) => caseAsSeenBy(principal, each)) }
      : {}),
  }
}

function callSnapshot({ principal, watched, callAttributes }: SnapshotRequest, live: LiveCall): CallSnapshot {
  const summary = summarise(live, callAttributes)
  const withWords = maySeeTranscript({ principal, watched, callId: live.call.callId })
  return {
    summary: isOverseer(principal) ? summary : withoutAlerts(summary),
    utterances: withWords ? [...live.finals, ...movingPartials(live)] : [],
    utterancesLeftOut: withWords ? live.finalsLeftOut : 0,
    outcomes: [...live.outcomes.values()].filter((outcome) => maySeeOutcome(principal, outcome, live.place)),
    holds: withWords ? live.holds : [],
    ...(withWords && live.assist !== null ? { assist: live.assist } : {}),
  }
}

function movingPartials(live: LiveCall): Utterance[] {
  return [live.partials.agent, live.partials.customer].filter((partial) => partial !== null)
}

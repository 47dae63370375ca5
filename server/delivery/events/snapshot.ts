import type { Principal } from '../../contracts/access.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSnapshot, Snapshot } from '../../contracts/events.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { summarise, type LiveCall } from '../live/live-call.ts'
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
  readonly calls: Iterable<LiveCall>
  /** The open issues; null: they are not asked for. */
  readonly issues: readonly Issue[] | null
  /** Whether `calls` is all there is, for this reader. */
  readonly complete: boolean
}

/** The calls, and the issues, as this reader may see them now. */
export function takeSnapshot({ principal, watched, calls, issues, complete }: SnapshotRequest): Snapshot {
  const seen = [...calls].filter((live) => maySeeCall(principal, live.call))
  return {
    type: 'snapshot',
    complete,
    calls: seen.map((live) => callSnapshot({ principal, watched, live })),
    ...(issues !== null && maySeeIssues(principal) ? { issues } : {}),
  }
}

function callSnapshot(input: {
  principal: Principal
  watched: ReadonlySet<CallId>
  live: LiveCall
}): CallSnapshot {
  const { principal, watched, live } = input
  const summary = summarise(live)
  const withWords = maySeeTranscript({ principal, watched, callId: live.call.callId })
  return {
    summary: isOverseer(principal) ? summary : withoutAlerts(summary),
    utterances: withWords ? [...live.finals, ...movingPartials(live)] : [],
    utterancesLeftOut: withWords ? live.finalsLeftOut : 0,
    outcomes: [...live.outcomes.values()].filter((outcome) => maySeeOutcome(principal, outcome)),
  }
}

function movingPartials(live: LiveCall): Utterance[] {
  return [live.partials.agent, live.partials.customer].filter((partial) => partial !== null)
}

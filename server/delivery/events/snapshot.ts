import type { Principal } from '../../contracts/access.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CallSnapshot, Snapshot } from '../../contracts/events.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import { summarise, type LiveCall } from '../live/live-call.ts'
import { isOverseer, maySeeCall, maySeeOutcome, maySeeTranscript, withoutAlerts } from './subscriptions.ts'

export interface SnapshotRequest {
  readonly principal: Principal
  readonly watched: ReadonlySet<CallId>
  readonly calls: Iterable<LiveCall>
  /** Whether `calls` is all there is, for this reader. */
  readonly complete: boolean
}

/** The calls as this reader may see them now. */
export function takeSnapshot({ principal, watched, calls, complete }: SnapshotRequest): Snapshot {
  const seen = [...calls].filter((live) => maySeeCall(principal, live.call))
  return {
    type: 'snapshot',
    complete,
    calls: seen.map((live) => callSnapshot({ principal, watched, live })),
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

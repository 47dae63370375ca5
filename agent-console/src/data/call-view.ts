import type { AssistState } from '../../../server/contracts/assist.ts'
import type { CallInfo, EndReason } from '../../../server/contracts/call.ts'
import type { CallSummary } from '../../../server/contracts/events.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { Hold } from './holds.ts'
import type { Entry } from './transcript-entries.ts'

/** What the console knows of one call. */
export interface CallView {
  readonly callId: string
  readonly info: CallInfo
  readonly state: 'live' | 'ended'
  readonly onHold: boolean
  /** Newest call time heard of, in milliseconds. */
  readonly atMs: number
  /** When that was heard, on this machine's clock. */
  readonly heardAt: number
  readonly lagMs: number
  readonly talkMs: CallSummary['talkMs']
  readonly alerts: number
  readonly prompts: number
  /** How the customer sounds, now and so far; null: nothing to go by. */
  readonly mood: CallSummary['mood']
  readonly silenceMs: number
  readonly overlap: CallSummary['overlap']
  readonly queue: string | null
  readonly team: string | null
  readonly openCase: CallSummary['openCase']
  readonly entries: readonly Entry[]
  /** Earlier lines that the server no longer holds for live screens. */
  readonly entriesLeftOut: number
  /** Latest state of each, in the order in which they first came. */
  readonly outcomes: readonly Outcome[]
  /** What was held back and why, for those who may know; the newest. */
  readonly held: readonly Outcome[]
  /** When it was on hold, oldest first; of calls that are not open only what was heard since. */
  readonly holds: readonly Hold[]
  /** What its agent can lean on; null: nothing yet, or it is not ours to see. */
  readonly assist: AssistState | null
  readonly durationMs: number | null
  readonly endReason: EndReason | null
}

/** A duration on screen may run ahead of the last news by this much; then it waits for news. */
const AHEAD_MS = 2500

/** Call time to show now: the last position heard of, carried on by the clock while news keep coming. */
export function elapsedMs(call: CallView, now: number): number {
  if (call.durationMs !== null) return call.durationMs
  if (call.state === 'ended') return call.atMs
  return call.atMs + Math.min(Math.max(0, now - call.heardAt), AHEAD_MS)
}

/** A call of which only its beginning is known. */
export function newCall(info: CallInfo, heard: { readonly atMs: number; readonly at: number }): CallView {
  return {
    callId: info.callId,
    info,
    state: 'live',
    onHold: false,
    atMs: heard.atMs,
    heardAt: heard.at,
    lagMs: 0,
    talkMs: { agent: 0, customer: 0 },
    alerts: 0,
    prompts: 0,
    mood: null,
    silenceMs: 0,
    overlap: 0,
    queue: null,
    team: null,
    openCase: null,
    entries: [],
    entriesLeftOut: 0,
    outcomes: [],
    held: [],
    holds: [],
    assist: null,
    durationMs: null,
    endReason: null,
  }
}

/** Moves a call's clock on; news that are older than what is known leave it. */
export function heardAt(call: CallView, heard: { readonly atMs: number; readonly at: number }): CallView {
  return heard.atMs < call.atMs ? call : { ...call, atMs: heard.atMs, heardAt: heard.at }
}

/** The call with a summary's figures. */
export function withSummary(call: CallView, summary: CallSummary, at: number): CallView {
  return {
    ...heardAt(call, { atMs: summary.atMs, at }),
    info: summary.call,
    state: summary.state,
    // A call that was passed on, or whose id is used again, is live once more.
    ...(summary.state === 'live' ? { durationMs: null, endReason: null } : {}),
    onHold: summary.onHold,
    lagMs: summary.lagMs,
    talkMs: summary.talkMs,
    alerts: summary.alerts,
    prompts: summary.prompts,
    mood: summary.mood,
    silenceMs: summary.silenceMs,
    overlap: summary.overlap,
    queue: summary.queue,
    team: summary.team,
    openCase: summary.openCase,
  }
}

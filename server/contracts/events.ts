/**
 * What travels on `/v1/events` (WebSocket and server-sent events): the same objects as inside, each with
 * a position from which a reader can go on. See `proto/events/v1/README.md`.
 */
import type { AlertCase } from './alert-case.ts'
import type { CallId, CallInfo } from './call.ts'
import type { AssistState } from './assist.ts'
import type { Issue } from './issue.ts'
import type { CallEnd, CallStart, CallUpdate, GapNotice, Utterance } from './transcript.ts'
import type { Outcome } from './outcome.ts'
import type { CallMs, WallMs } from './time.ts'
import type { VolumeNotice } from './volume-notice.ts'

/** The state of one call in short, at most once a second a call, for boards. */
export interface CallSummary {
  readonly type: 'call'
  readonly callId: CallId
  readonly call: CallInfo
  readonly state: 'live' | 'ended'
  readonly onHold: boolean
  readonly atMs: CallMs
  readonly lagMs: number
  /** Milliseconds each party has spoken, from the word times of finals. */
  readonly talkMs: { readonly agent: number; readonly customer: number }
  readonly alerts: number
  readonly prompts: number
  /** How the customer sounds by the words; null: nothing to go by yet, or no word list of the language. */
  readonly mood: MoodSummary | null
  /** Call time since anybody spoke or a hold ended, in milliseconds. */
  readonly silenceMs: number
  /** Share of the time in which anybody spoke that both did, 0 to 1. */
  readonly overlap: number
  /** As the site's attribute names it; null: nobody says. */
  readonly queue: string | null
  /** Where the call is, by its attributes or by the floor's file; null: nobody says. */
  readonly team: string | null
  /** The alert case of the call while it is not resolved; null for agents. */
  readonly openCase: Pick<AlertCase, 'caseId' | 'state' | 'severity'> | null
}

/** The customer's affect, -1 to 1, now and through the call. */
export interface MoodSummary {
  /** The last utterances counting most. */
  readonly level: number
  /** Call time of the first point's beginning. */
  readonly fromMs: CallMs
  /** How much call time a point stands for. */
  readonly stepMs: number
  /** The level at the end of each step, oldest first; at most 20. */
  readonly levels: readonly number[]
}

/** A stretch of the call in which the customer was on hold; `toMs` null: still. */
export interface HoldSpan {
  readonly fromMs: CallMs
  readonly toMs: CallMs | null
}

/** One call as a console needs it to start from the middle. */
export interface CallSnapshot {
  readonly summary: CallSummary
  /** Finals in order, then the moving partial of each party; empty for readers that do not watch the call. */
  readonly utterances: readonly Utterance[]
  /** Finals of a very long call that came before these and are only in the store. */
  readonly utterancesLeftOut: number
  /** Latest state of each outcome that the reader may see. */
  readonly outcomes: readonly Outcome[]
  /** When it was on hold, oldest first; empty for readers that do not watch the call. */
  readonly holds: readonly HoldSpan[]
  /** What its agent can lean on; absent while there is nothing, and for readers that do not watch the call. */
  readonly assist?: AssistState | undefined
}

/** First message on every connection. */
export interface Hello {
  readonly type: 'hello'
  /** Changes when the server's process does; positions of another epoch cannot be resumed from. */
  readonly epoch: string
  readonly serverNow: WallMs
  /** True when the events after the asked-for position follow; false when a `snapshot` replaces them. */
  readonly resumed: boolean
}

export interface Snapshot {
  readonly type: 'snapshot'
  /**
   * True: these are all calls that the reader may see; whatever else it holds is gone, as when a call goes to a team
   * that a supervisor does not answer for. False, after `watch` or when a call comes to the agent or into the
   * supervisor's part of the floor: only the calls named here are replaced.
   */
  readonly complete: boolean
  readonly calls: readonly CallSnapshot[]
  /** Issues that are not closed; only with `complete` true, for readers of every call that may see issues. */
  readonly issues?: readonly Issue[]
  /** What the number of contacts and the feeds did in the last 24 hours, oldest first; with `issues` alone. */
  readonly notices?: readonly VolumeNotice[]
  /** Alert cases that are not resolved and of the reader's part of the floor; only with `complete` true; none for agents. */
  readonly cases?: readonly AlertCase[]
}

/** The reader was too slow or too long away: `missed` events are gone and a fresh `snapshot` follows. */
export interface Missed {
  readonly type: 'missed'
  readonly missed: number
}

export interface Pong {
  readonly type: 'pong'
  readonly clientNow: number
  readonly serverNow: WallMs
}

/** An event that has a place in the sequence. */
export type SequencedEvent =
  | CallStart
  | CallUpdate
  | Utterance
  | GapNotice
  | CallEnd
  | CallSummary
  | Outcome
  | AlertCase
  | AssistState
  | Issue
  | VolumeNotice

/** `eventSeq` ascends; a reader gets only what it may see, so numbers may be skipped. */
export type Positioned<E> = E & { readonly eventSeq: number }

/** `snapshot` and `missed` carry the position they bring the reader to. */
export type ServerEvent =
  Hello | Pong | Positioned<Snapshot> | Positioned<Missed> | Positioned<SequencedEvent>

/** The browser painted an outcome; `paintedAt` is on the server's clock as the browser estimates it. */
export interface Painted {
  readonly type: 'painted'
  readonly outcomeId: string
  readonly state: Outcome['state']
  readonly paintedAt: WallMs
}

/** What a reader may say. */
export type ReaderMessage =
  | { readonly type: 'ping'; readonly clientNow: number }
  | { readonly type: 'watch'; readonly callId: CallId }
  | { readonly type: 'unwatch'; readonly callId: CallId }
  | Painted

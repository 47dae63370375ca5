import type { CallId, CallInfo, EndReason, Party } from './call.ts'
import type { AudioGap, CallChange } from './audio.ts'
import type { CallMs, WallMs } from './time.ts'

/** One recognised word. */
export interface Word {
  readonly text: string
  /** Exact in finals; in partials estimated from when the word first appeared. */
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** 0 to 1; null in partials, where the recogniser gives none. */
  readonly confidence: number | null
  /**
   * Milliseconds of audio for which this word has stayed in the moving hypothesis, 60 when it is first seen: the
   * hypothesis moves in steps, so it has been there for some time. In a final: until it became final, 0 when the
   * last hypothesis did not have it.
   */
  readonly stayedMs: number
}

/**
 * What one party said between two pauses. Published again and again as `partial` while it is being
 * said, and once as `final`; `utteranceId` stays the same.
 */
export interface Utterance {
  readonly type: 'utterance'
  readonly callId: CallId
  /** Ascends by one with every message of the call. */
  readonly seq: number
  readonly utteranceId: string
  readonly party: Party
  readonly state: 'partial' | 'final'
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** The words joined by single spaces. A final may be empty: what the partials showed was not speech after all. */
  readonly text: string
  readonly words: readonly Word[]
  /**
   * How else a final may be read, likeliest first, for rules to look at; absent unless the site asked for it.
   * Never part of a redacted transcript.
   */
  readonly alternatives?: readonly string[]
  /** Position up to which this party's audio had been decoded. */
  readonly atMs: CallMs
  /** When the audio at `atMs` was captured, when it reached this process, and when its words came out. */
  readonly capturedAt: WallMs
  readonly heardAt: WallMs
  readonly decodedAt: WallMs
  /** How much of this party's audio waited undecoded, in milliseconds of audio. */
  readonly lagMs: number
}

/** The call begins: always its first message, `seq` 1. */
export interface CallStart {
  readonly type: 'start'
  readonly callId: CallId
  readonly seq: number
  readonly atMs: CallMs
  readonly call: CallInfo
}

/** Something about the call changed (transfer, hold, attributes). */
export interface CallUpdate {
  readonly type: 'update'
  readonly callId: CallId
  readonly seq: number
  readonly atMs: CallMs
  readonly change: CallChange
}

/**
 * Call time has passed, once a second of audio position. Every party that still sends audio has been
 * decoded up to `atMs`, so "not said by now" can be concluded.
 */
export interface Tick {
  readonly type: 'tick'
  readonly callId: CallId
  readonly seq: number
  readonly atMs: CallMs
  /** The largest lag of the call's parties, in milliseconds of audio. */
  readonly lagMs: number
}

/** Audio is missing; nothing is lost silently. */
export interface GapNotice {
  readonly type: 'gap'
  readonly callId: CallId
  readonly seq: number
  readonly atMs: CallMs
  readonly party: Party
  readonly durationMs: number
  readonly reason: AudioGap['reason']
}

/** The call is over: always its last message. */
export interface CallEnd {
  readonly type: 'end'
  readonly callId: CallId
  readonly seq: number
  readonly atMs: CallMs
  readonly durationMs: number
  readonly reason: EndReason
}

/** Everything that happens in one call, in order, written by recognition alone. */
export type CallMessage = CallStart | CallUpdate | Utterance | Tick | GapNotice | CallEnd

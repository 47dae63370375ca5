import type { CallId, Party } from '../../../server/contracts/call.ts'
import type { Recording } from './bench-audio.ts'

/** One party of a call to be played. */
export interface PartyPlan {
  readonly party: Party
  readonly recording: Recording
}

export interface CallPlan {
  readonly callId: CallId
  /** Wall time after the start of the run at which a paced call begins. */
  readonly startMs: number
  readonly durationMs: number
  /** The recordings come round after so long; what they lack is silence. */
  readonly periodMs: number
  /** Where in the recordings the call begins, so that calls of one recording do not speak in step. */
  readonly fromMs: number
  readonly parties: readonly PartyPlan[]
}

/**
 * What is kept of what was recognised: nothing, so that memory shows only the recogniser's; the text; or the
 * delays of all words too.
 */
export type Keep = 'nothing' | 'text' | 'delays'

export interface PlayPlan {
  readonly calls: readonly CallPlan[]
  /** How many calls are live at a time; the others wait until one has ended. */
  readonly atOnce: number
  /** Seconds of audio a second; Infinity: as fast as it is decoded. */
  readonly speed: number
  readonly keep: Keep
  /** Calls stay open when their audio is over, until `finish`. */
  readonly stayOpen: boolean
  /** Words that end before this position of their call are left out of the delays. */
  readonly warmMs: number
}

/** How late the words of one party's finals were known, in milliseconds from each word's end. */
export interface WordDelays {
  /** Words of the finals. */
  readonly words: number
  /** To the first hypothesis that had the word, of those words that any hypothesis had. */
  readonly firstMs: readonly number[]
  /** To the first hypothesis in which it had stayed for 300 ms. */
  readonly settledMs: readonly number[]
}

export interface PartyResult {
  readonly callId: CallId
  readonly party: Party
  readonly text: string
  readonly delays: WordDelays | null
}

export interface PlayResult {
  readonly parties: readonly PartyResult[]
  /** Why the run does not count, such as audio that was dropped; empty when all is well. */
  readonly faults: readonly string[]
  /** What the reader of the figures should know. */
  readonly notes: readonly string[]
}

/** What the benchmark asks of a process that plays calls; each is answered by one `PlayAnswer`. */
export type PlayRequest =
  | { readonly type: 'load'; readonly modelDir: string; readonly workers: number; readonly plan: PlayPlan }
  /** Answered when all audio has been decoded. */
  | { readonly type: 'play' }
  | { readonly type: 'finish' }

export type PlayAnswer =
  | { readonly type: 'done'; readonly result: PlayResult | null }
  | { readonly type: 'failed'; readonly reason: string }

/** How long after the last audio a paced run waits for what is behind. */
export const PATIENCE_MS = 10_000

export const CHUNK_MS = 100

import type { CallId, CallInfo, EndReason } from './call.ts'
import type { CallChange } from './audio.ts'
import type { Utterance } from './transcript.ts'
import type { LatencyStage, Outcome } from './outcome.ts'
import type { WallMs } from './time.ts'

/** A call as it is kept. `endedAt` null: it is live, or the process died in it. */
export interface StoredCall {
  readonly call: CallInfo
  readonly endedAt: WallMs | null
  readonly durationMs: number | null
  readonly endReason: EndReason | null
}

export interface CallRecord extends StoredCall {
  /** Finals in order of their start. */
  readonly utterances: readonly Utterance[]
  /** Latest state of each outcome. */
  readonly outcomes: readonly Outcome[]
}

export interface CallQuery {
  readonly agentId?: string | undefined
  /** Calls that started before this time; for paging. */
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

export interface OutcomeQuery {
  readonly callId?: CallId | undefined
  readonly agentId?: string | undefined
  readonly kind?: Outcome['kind'] | undefined
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

/** Keeps calls. One interface for SQLite and PostgreSQL; `test/contract/call-store.contract.ts` says what it must do. */
export interface CallStore {
  saveCall(call: CallInfo): Promise<void>
  updateCall(callId: CallId, change: CallChange): Promise<void>
  endCall(callId: CallId, end: { endedAt: WallMs; durationMs: number; reason: EndReason }): Promise<void>
  /** Only finals. Saving the same `utteranceId` again replaces it. */
  saveUtterance(utterance: Utterance): Promise<void>
  /** Saving the same `outcomeId` again replaces state, reason and latency, and keeps the history of states. */
  saveOutcome(outcome: Outcome): Promise<void>
  /** Adds the stages that are known only after the outcome left. */
  addLatency(outcomeId: string, latency: Readonly<Partial<Record<LatencyStage, number>>>): Promise<void>
  listCalls(query: CallQuery): Promise<readonly StoredCall[]>
  /** Ids of the calls that started last, the newest first. */
  listCallIds(limit: number): Promise<readonly CallId[]>
  getCall(callId: CallId): Promise<CallRecord | null>
  listOutcomes(query: OutcomeQuery): Promise<readonly Outcome[]>
  /** Resolves when everything given so far is on disk. */
  flush(): Promise<void>
  close(): Promise<void>
}

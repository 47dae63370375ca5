/** What becomes of the alerts of a call once people know of them. Implemented by the alerts room; delivery serves it. */
import type { CallId } from './call.ts'
import type { Severity } from './match.ts'
import type { OutcomeState } from './outcome.ts'
import type { CallMs, WallMs } from './time.ts'

/** `new`: nobody has looked. `seen`: somebody has. `owned`: somebody acts. `resolved`: nothing is left to do. */
export const CASE_STATES = ['new', 'seen', 'owned', 'resolved'] as const

export type CaseState = (typeof CASE_STATES)[number]

/** One alert of a case. */
export interface CaseAlert {
  readonly outcomeId: string
  /** `id@version`. */
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly state: OutcomeState
  readonly atMs: CallMs
  readonly at: WallMs
}

/** One thing that happened to the case, who did it (null: Earshot) and when. */
export interface CaseHistoryEntry {
  readonly at: WallMs
  readonly by: string | null
  readonly action: CaseActionType | 'opened' | 'grouped' | 'withdrawn' | 'reopened' | 'woken'
  readonly note: string | null
}

/**
 * How the customer sounded by the words in the minute before somebody stepped in, and in the minute after: means
 * from -1 to 1.
 */
export interface CaseEffect {
  readonly by: string
  readonly action: 'own' | 'whisper'
  readonly atMs: CallMs
  readonly before: number | null
  readonly after: number | null
}

/** The alerts of one call: supervisors act on a call, not on each of its alerts. */
export interface AlertCase {
  readonly type: 'case'
  readonly caseId: string
  /** Goes up with every change: of two copies the higher is the newer. */
  readonly revision: number
  readonly callId: CallId
  readonly agentId: string | null
  readonly queue: string | null
  readonly state: CaseState
  readonly owner: string | null
  /** Of the alert that matters most; of those that matter the same, the newest. */
  readonly title: string
  readonly severity: Severity
  readonly openedAt: WallMs
  readonly updatedAt: WallMs
  /** Kept out of sight until then, or until another alert comes; null: it is not. */
  readonly snoozedUntil: WallMs | null
  /** Kept out of sight until another alert comes, however long that takes. */
  readonly snoozedUntilChange: boolean
  /** How often alerts came after it was resolved. */
  readonly timesReopened: number
  /** The newest, oldest first. */
  readonly alerts: readonly CaseAlert[]
  /** With those that are no longer listed. */
  readonly alertsInAll: number
  readonly callEnded: boolean
  /** The newest, oldest first. */
  readonly history: readonly CaseHistoryEntry[]
  /** What came of stepping in, as far as that is known; the newest, oldest first. */
  readonly effects: readonly CaseEffect[]
}

/** What a person does to a case. */
export type CaseAction =
  | { readonly type: 'see' }
  | { readonly type: 'own' }
  | { readonly type: 'release' }
  | { readonly type: 'resolve'; readonly note: string | null }
  | { readonly type: 'reopen'; readonly note: string | null }
  /** `until` null: until it changes. */
  | { readonly type: 'snooze'; readonly until: WallMs | null }
  | { readonly type: 'wake' }
  | { readonly type: 'note'; readonly note: string }

export type CaseActionType = CaseAction['type']

export interface CaseQuery {
  readonly states?: readonly CaseState[] | undefined
  readonly callId?: CallId | undefined
  /** Opened before this time; for paging. */
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

export interface CaseUser {
  /** Subject of the token. */
  readonly by: string
}

export interface CaseDesk {
  /** Newest first. */
  list(query: CaseQuery): Promise<readonly AlertCase[]>
  /**
   * @throws AppError `NOT_FOUND`; `CASE_ACTION_REFUSED` when its state does not allow it (says which it is);
   *   `CASE_CHANGED` when `revision` is given and somebody was quicker.
   */
  act(caseId: string, action: CaseAction, user: CaseUser, revision?: number): Promise<AlertCase>
  /** Puts a line on the screen of the agent who has the call. @throws AppError `NOT_FOUND` when the call is not live. */
  whisper(callId: CallId, text: string, user: CaseUser): void
}

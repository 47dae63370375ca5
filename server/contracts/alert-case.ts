/** What becomes of the alerts of calls once people know of them. Implemented by the alerts room; delivery serves it. */
import type { AccessScope } from './access.ts'
import type { CallId } from './call.ts'
import type { FloorPlace } from './floor.ts'
import type { GroupTerms, Match, Severity } from './match.ts'
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
  readonly action: CaseActionType | 'opened' | 'grouped' | 'withdrawn' | 'reopened' | 'woken' | 'cleared'
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

/** One call of a group, with the newest outcome of the rule in it. */
export interface GroupCall {
  readonly callId: CallId
  readonly agentId: string | null
  readonly queue: string | null
  /** Where the call was when it came into the group. */
  readonly place: FloorPlace
  readonly outcomeId: string
  readonly at: WallMs
}

/** One rule in many calls at once. Who may not see all of them must be shown only those that they may. */
export interface CaseGroup {
  readonly ruleId: string
  /** When the first of them came. */
  readonly since: WallMs
  /** It is over when the time of these has passed without another call. */
  readonly terms: GroupTerms
  /** Those that came last, oldest first. */
  readonly calls: readonly GroupCall[]
  /** With those that are no longer listed. */
  readonly callsInAll: number
}

/**
 * Something that supervisors act on: the alerts of one call, as they act on a call and not on each of its alerts, or
 * one rule in many calls at once.
 */
export interface AlertCase {
  readonly type: 'case'
  readonly caseId: string
  /** Goes up with every change: of two copies the higher is the newer. */
  readonly revision: number
  /** Null exactly where `group` is not. */
  readonly callId: CallId | null
  /** Null: it is about one call. */
  readonly group: CaseGroup | null
  readonly agentId: string | null
  readonly queue: string | null
  /** Where its call is, or the calls of a group have been, each place once: whoever answers for one of them sees it. */
  readonly places: readonly FloorPlace[]
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
  /** How often alerts, or enough further calls of a group, came after it was resolved. */
  readonly timesReopened: number
  /** The newest, oldest first; empty for a group, whose calls name theirs. */
  readonly alerts: readonly CaseAlert[]
  /** With those that are no longer listed. */
  readonly alertsInAll: number
  /** Of a group: it is over. */
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
  /** Cases with a call in it. */
  readonly scope?: AccessScope | undefined
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
  /** Null: there is none of this id. */
  get(caseId: string): Promise<AlertCase | null>
  /**
   * @throws AppError `NOT_FOUND`; `CASE_ACTION_REFUSED` when its state does not allow it (says which it is);
   *   `CASE_CHANGED` when `revision` is given and what its history tells has gone on since; mere figures do not count.
   */
  act(caseId: string, action: CaseAction, user: CaseUser, revision?: number): Promise<AlertCase>
  /** Puts a line on the screen of the agent who has the call. @throws AppError `NOT_FOUND` when the call is not live. */
  whisper(callId: CallId, text: string, user: CaseUser): void
}

/** Gathers what happens in many calls at once. Implemented by the alerts room; the actions room asks it. */
export interface CallGrouping {
  /** The case of the group that takes this match in at `now`; null: its call is told of by itself. */
  groupFor(match: Match, now: WallMs): string | null
}

/**
 * The desk of the digital team: look at issues, move them along, answer the floor, and see whether the answer helped.
 * Implemented by the issues room; delivery serves it over HTTP.
 */
import type { CallId } from './call.ts'
import type { Channel, CodeId, JourneyStep } from './contact.ts'
import type { Change, Issue, IssueState } from './issue.ts'
import type { CallMs, WallMs } from './time.ts'
import type { VolumeNotice } from './volume-notice.ts'

export interface IssueQuery {
  /** Empty or absent: any. */
  readonly states?: readonly IssueState[] | undefined
  readonly channel?: Channel | undefined
  readonly code?: CodeId | undefined
  readonly active?: boolean | undefined
  /** Issues opened before this time; for paging. */
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

/** Distinct contacts in steps of five minutes, and what would have been usual. */
export interface IssueSeries {
  readonly startAt: WallMs
  readonly stepMs: number
  readonly seen: readonly number[]
  readonly expected: readonly number[]
}

/** `GET /v1/issues/:id`. */
export interface IssueDetail {
  readonly issue: Issue
  /** From six hours before the onset until now, a week at most. */
  readonly series: IssueSeries
}

/** What a person does to an issue. */
export type IssueAction =
  | { readonly type: 'acknowledge'; readonly note?: string | undefined }
  | { readonly type: 'own'; readonly owner: string }
  /** The line that agents say from now on; replaces an earlier one. With a time the issue is `fix-announced`. */
  | { readonly type: 'advise'; readonly text: string; readonly fixExpectedAt: WallMs | null }
  | { readonly type: 'withdraw-advice' }
  | { readonly type: 'fixed'; readonly note?: string | undefined }
  | { readonly type: 'close'; readonly note: string }
  | { readonly type: 'reopen'; readonly note: string }
  | { readonly type: 'silence'; readonly until: WallMs | null; readonly note: string }
  | {
      readonly type: 'add-task'
      readonly title: string
      readonly owner: string | null
      readonly dueAt: WallMs | null
      readonly acceptance: string
    }
  | { readonly type: 'finish-task'; readonly taskId: string }
  | { readonly type: 'note'; readonly text: string }

export type IssueActionType = IssueAction['type']

/** A customer who was hit, for calling back. */
export interface AffectedContact {
  readonly contactId: string
  readonly channel: Channel
  readonly step: JourneyStep | null
  readonly at: WallMs
  readonly callId: CallId | null
  readonly atMs: CallMs | null
  readonly queue: string | null
}

/** One cell of the map of codes and channels: of the code and all below it. */
export interface HeatCell {
  readonly code: CodeId
  readonly channel: Channel
  /** Customers in the period, once in three hours each, whatever the number of their contacts and codes. */
  readonly contacts: number
  /** In the last hour, and what would be usual. */
  readonly lastHour: number
  readonly expectedLastHour: number
}

export interface CodeEntry {
  readonly id: CodeId
  readonly parent: CodeId | null
  readonly title: string
  readonly channel: Channel | null
  readonly step: JourneyStep | null
  readonly unit: string | null
}

/** How much of the stream the code frame knows. */
export interface FrameCoverage {
  readonly contacts: number
  readonly coded: number
  /** What contacts without a code talk of more than others and people in general, most telling first; of such contacts the share. */
  readonly uncodedWords: readonly { readonly words: string; readonly share: number }[]
}

export interface IssueMap {
  readonly since: WallMs
  readonly codes: readonly CodeEntry[]
  readonly cells: readonly HeatCell[]
  readonly coverage: FrameCoverage
}

/** A code made from an issue that no code knows, to be read before it is saved. */
export interface CodeDraft {
  readonly issueId: string
  readonly id: CodeId
  /** Path within the rules folder. */
  readonly file: string
  readonly text: string
  readonly testFile: string
  readonly testText: string
}

export interface IssueSettings {
  /** False alarms a week that the site accepts over all codes, and over all unknown phrases. */
  readonly codeFalseAlarmsPerWeek: number
  readonly phraseFalseAlarmsPerWeek: number
  /** Seconds that handling one contact takes, and what an hour of it costs; null: costs are not shown. */
  readonly handlingSeconds: number
  readonly costPerHour: { readonly amount: number; readonly currency: string } | null
}

/** `GET /v1/issues/settings`: the settings, and what they mean in words. */
export interface IssueSettingsReport {
  readonly settings: IssueSettings
  /** Such as "About two false alarms a week over all 48 codes, measured on 31 days of this site." */
  readonly inWords: readonly string[]
  readonly changedAt: WallMs | null
  readonly changedBy: string | null
}

export interface IssueUser {
  /** Subject of the token. */
  readonly by: string
}

export interface IssueDesk {
  list(query: IssueQuery): Promise<readonly Issue[]>
  /** @throws AppError `NOT_FOUND`. */
  detail(issueId: string): Promise<IssueDetail>
  /**
   * @throws AppError `NOT_FOUND`; `ISSUE_ACTION_REFUSED` when the issue's state does not allow it (says which it is
   *   and what it allows); `ISSUE_CHANGED` when `revision` is given and somebody was quicker.
   */
  act(issueId: string, action: IssueAction, user: IssueUser, revision?: number): Promise<Issue>
  /** Customers hit between onset and fix, newest first, distinct. @throws AppError `NOT_FOUND`. */
  affected(issueId: string, limit: number): Promise<readonly AffectedContact[]>
  map(hours: number): Promise<IssueMap>
  /** The code frame in force. */
  codes(): Promise<readonly CodeEntry[]>
  /** Idempotent by `changeId`. */
  addChange(change: Change): Promise<Change>
  changes(since: WallMs): Promise<readonly Change[]>
  /** @throws AppError `NOT_FOUND`; `ISSUE_ACTION_REFUSED` for an issue that has a code. */
  draftCode(issueId: string): Promise<CodeDraft>
  /** Writes both files and takes the code into the frame. @throws AppError `RULES_INVALID` with the faults, `RULES_UNWRITABLE`. */
  saveCode(draft: CodeDraft, user: IssueUser): Promise<CodeEntry>
  /** What the number of contacts and the feeds did in the last 24 hours, oldest first. */
  notices(): Promise<readonly VolumeNotice[]>
  settings(): Promise<IssueSettingsReport>
  saveSettings(settings: IssueSettings, user: IssueUser): Promise<IssueSettingsReport>
}

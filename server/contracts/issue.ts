import type { CallId } from './call.ts'
import type { Channel, CodeId, JourneyStep } from './contact.ts'
import type { Severity } from './match.ts'
import type { WallMs } from './time.ts'

/**
 * Life cycle of an issue. `fix-announced`: the digital team has said when it will be repaired; `fixed`: it says that
 * it is; `verified`: contacts since then are as few as expected. A closed issue that comes back is `new` again.
 */
export const ISSUE_STATES = [
  'new',
  'acknowledged',
  'owned',
  'fix-announced',
  'fixed',
  'verified',
  'closed',
] as const

export type IssueState = (typeof ISSUE_STATES)[number]

/** How contacts talk of it: broken (`pain`), could be easier (`itch`), liked (`delight`). */
export type NeedTier = 'pain' | 'itch' | 'delight'

/** Kano's classes (Kano et al., 1984) as far as contacts tell: its absence angers, more of it pleases, nobody asked for it. */
export type KanoClass = 'must-be' | 'one-dimensional' | 'attractive' | 'indifferent'

/** What a customer said or wrote, redacted, with the way back to the moment. */
export interface IssueQuote {
  readonly contactId: string
  readonly channel: Channel
  readonly text: string
  readonly at: WallMs
  /** The call and the call time of the words, for contacts by phone. */
  readonly callId: CallId | null
  readonly atMs: number | null
}

/** How many contacts, and how many would be usual. Distinct contacts, never mentions. */
export interface IssueCounts {
  readonly contacts: number
  readonly lastHour: number
  readonly expectedLastHour: number
  readonly byChannel: Readonly<Partial<Record<Channel, number>>>
  readonly byStep: Readonly<Partial<Record<JourneyStep, number>>>
}

/** Something that was changed, as posted to `/v1/changes`: a deployment, a campaign, a price. */
export interface Change {
  readonly changeId: string
  readonly kind: 'deployment' | 'campaign' | 'configuration' | 'other'
  readonly title: string
  readonly channel: Channel | null
  readonly at: WallMs
}

/** What the digital team wants the floor to know and say while the issue lasts. */
export interface IssueAdvice {
  readonly text: string
  readonly by: string
  readonly at: WallMs
  readonly fixExpectedAt: WallMs | null
}

export interface IssueTask {
  readonly taskId: string
  readonly title: string
  readonly owner: string | null
  readonly dueAt: WallMs | null
  /** When it counts as done, in words. */
  readonly acceptance: string
  readonly doneAt: WallMs | null
}

/** One thing that happened to the issue, who did it (null: Earshot) and when. */
export interface IssueHistoryEntry {
  readonly at: WallMs
  readonly by: string | null
  readonly action: string
  readonly from: IssueState | null
  readonly to: IssueState | null
  readonly note: string | null
}

/** How the fix is measured: contacts since it against what would be usual. */
export interface IssueVerification {
  readonly sinceAt: WallMs
  readonly contacts: number
  readonly expected: number
  readonly result: 'waiting' | 'holds' | 'does-not-hold'
}

/** An emerging issue of a digital channel, as digital teams, supervisors and webhooks get it. */
export interface Issue {
  readonly type: 'issue'
  readonly issueId: string
  /** Goes up with every change: of two copies the higher is the newer. */
  readonly revision: number
  /** The code of the frame that alarmed; null for an issue that no code knows yet. */
  readonly code: CodeId | null
  readonly title: string
  /** For unknown issues: what its contacts have in common, strongest first. */
  readonly features: readonly string[]
  readonly channel: Channel | null
  readonly step: JourneyStep | null
  /** The business unit that the code frame gives the code to; null: none is named. */
  readonly unit: string | null
  readonly severity: Severity
  readonly state: IssueState
  readonly owner: string | null
  /** Nobody is told of changes before this time; null: everybody is. */
  readonly silencedUntil: WallMs | null
  readonly openedAt: WallMs
  /** When it began, as estimated. */
  readonly onsetAt: WallMs
  readonly updatedAt: WallMs
  /** False once the figures have been as expected for an hour. */
  readonly active: boolean
  readonly timesReopened: number
  readonly counts: IssueCounts
  /** Contacts an hour more than an hour ago; below 0 it fades. */
  readonly growthPerHour: number
  /** Mean mood of its contacts, -1 to 1; null while nothing is known. */
  readonly sentiment: number | null
  readonly extraCallsNextHour: number
  /** Agents that these calls take beyond the usual, so that as many as usual wait no longer than usual. */
  readonly extraAgentsNextHour: number
  /** Money spent on its contacts so far and expected in the next hour, in the site's currency; null while the site has set none. */
  readonly cost: { readonly soFar: number; readonly nextHour: number; readonly currency: string } | null
  readonly need: NeedTier
  readonly kano: KanoClass
  readonly queues: readonly string[]
  readonly quotes: readonly IssueQuote[]
  readonly changesBefore: readonly Change[]
  readonly advice: IssueAdvice | null
  readonly tasks: readonly IssueTask[]
  readonly verification: IssueVerification | null
  readonly history: readonly IssueHistoryEntry[]
}

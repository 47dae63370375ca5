import type { Channel, CodeId, JourneyStep } from '../../contracts/contact.ts'
import type { IssueSettings } from '../../contracts/issue-desk.ts'
import type { NeedTier } from '../../contracts/issue.ts'
import type { Severity } from '../../contracts/match.ts'

export interface BookSettings extends IssueSettings {
  /** A closed issue that comes back within so long is the same one. */
  readonly reopenWithinMs: number
  /** A verified issue is closed after so long, and one that nobody has touched since it faded, after `fadedAfterMs`. */
  readonly closeAfterMs: number
  readonly fadedAfterMs: number
  /** Changes so long before the onset may have caused it. */
  readonly changesBeforeMs: number
}

const HOUR_MS = 3_600_000

export const BOOK_DEFAULTS: BookSettings = {
  codeFalseAlarmsPerWeek: 2,
  phraseFalseAlarmsPerWeek: 7,
  handlingSeconds: 360,
  costPerHour: null,
  reopenWithinMs: 7 * 24 * HOUR_MS,
  closeAfterMs: 24 * HOUR_MS,
  fadedAfterMs: 7 * 24 * HOUR_MS,
  changesBeforeMs: 6 * HOUR_MS,
}

/** What the code frame says of a code. */
export interface CodeFacts {
  readonly title: string
  readonly channel: Channel | null
  readonly step: JourneyStep | null
  readonly unit: string | null
  readonly severity: Severity
  readonly need: NeedTier
}

/** What the book asks of others. */
export interface BookSources {
  /** Null for a code that the frame does not have (any more). */
  codeFacts(code: CodeId): CodeFacts | null
  /** The usual share of all contacts (of a channel, or of all) that hit a code at this time of the day. */
  usualShare(code: CodeId, channel: Channel | null, at: number): number
}

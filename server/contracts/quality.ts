/**
 * How well ended calls went, by the site's own score card: what rules found and what checklists ticked, with weights
 * from a file; and whether the customer's reason was dealt with at the first contact. Implemented by the quality room;
 * delivery serves it.
 */
import type { AccessScope } from './access.ts'
import type { CallId } from './call.ts'
import type { CallMs, WallMs } from './time.ts'

/** `not-applicable`: the call gave no occasion, so the item counts neither for nor against. */
export const SCORE_RESULTS = ['met', 'missed', 'not-applicable'] as const

export type ScoreResult = (typeof SCORE_RESULTS)[number]

/** A moment of the call that an item rests on. */
export interface ScoreMoment {
  /** The call under which its words are kept: not the card's own where a restart cut the call before. */
  readonly callId: CallId
  readonly atMs: CallMs
  /** Redacted; empty where no words decided it, as with silence, hold, or what was not said by then. */
  readonly words: string
  readonly utteranceId: string | null
  /** The outcome that it rests on; null: a checklist's words. */
  readonly outcomeId: string | null
}

export interface ScoreItem {
  readonly itemId: string
  readonly title: string
  readonly section: string
  /** Points that it is worth. */
  readonly weight: number
  /** When it is missed, the whole call is scored 0. */
  readonly critical: boolean
  readonly result: ScoreResult
  /**
   * Five at most, in the order of the call: what decided it, else the rules that fired for it to apply. None where nothing
   * happened, such as a rule that did not fire.
   */
  readonly moments: readonly ScoreMoment[]
}

/**
 * `first`: no contact about the same reason since, and the time for one has passed. `open`: it has not passed yet.
 * `repeated`: the customer came back about it. `unknown`: nobody knows who the customer or what the reason was.
 */
export const CONTACT_RESOLUTIONS = ['first', 'open', 'repeated', 'unknown'] as const

export type ContactResolution = (typeof CONTACT_RESOLUTIONS)[number]

/** The card of one call. The same file, record, rules in force and checklists give the same card again. */
export interface ScoreCard {
  readonly callId: CallId
  /** Which state of the file it was scored with. */
  readonly cardHash: string
  readonly scoredAt: WallMs
  readonly startedAt: WallMs
  readonly durationMs: number
  readonly agentId: string | null
  readonly site: string | null
  readonly team: string | null
  readonly queue: string | null
  /** 0 to 100: points of the items met, of those that applied; null: none applied. */
  readonly score: number | null
  /** A critical item was missed. */
  readonly failed: boolean
  readonly items: readonly ScoreItem[]
  /**
   * What the call was about: the disposition that its agent saved, else the one that the first code heard is filed
   * under, else that code; null: nobody knows.
   */
  readonly reason: string | null
  readonly resolution: ContactResolution
  /** The call that came back about it; null unless `repeated`. */
  readonly repeatedBy: CallId | null
}

/** Narrows what is looked at. All of it must hold; of a place, an empty text stands for calls of which nobody says it. */
export interface QualityFilter {
  /** Calls that started at or after this time… */
  readonly from: WallMs
  /** …and before this one; at most 400 days later. */
  readonly to: WallMs
  readonly site?: string | undefined
  readonly team?: string | undefined
  readonly agentId?: string | undefined
  readonly queue?: string | undefined
  /** What the reader answers for; absent: everything. */
  readonly scope?: AccessScope | undefined
}

export const SCORE_CARD_ORDERS = ['newest', 'lowest'] as const

export type ScoreCardOrder = (typeof SCORE_CARD_ORDERS)[number]

export interface ScoreCardQuery extends QualityFilter {
  /** Calls on whose card this item has this result. */
  readonly item?: { readonly itemId: string; readonly result: ScoreResult } | undefined
  readonly resolution?: ContactResolution | undefined
  readonly failed?: boolean | undefined
  /** Cards that come after the one of this call, in the order that is asked for; for the next page. */
  readonly after?: CallId | undefined
  /** 1 to 500. */
  readonly limit: number
  /** `newest` first, or the `lowest` score first, without those that have none. */
  readonly order: ScoreCardOrder
}

export const QUALITY_GROUPS = ['all', 'site', 'team', 'agent', 'queue'] as const

export type QualityGroup = (typeof QUALITY_GROUPS)[number]

export const QUALITY_STEPS = ['day', 'week', 'month'] as const

export type QualityStep = (typeof QUALITY_STEPS)[number]

/** Weeks begin on Monday. The period is widened to whole days of the site's time zone. */
export interface QualityReportQuery extends QualityFilter {
  readonly group: QualityGroup
  readonly step: QualityStep
  /** Counts how this item went, in each of the figures. */
  readonly itemId?: string | undefined
}

export type ScoreResultCounts = Readonly<Record<ScoreResult, number>>

/** Figures of the calls of one group in one step of time. */
export interface QualityFigures {
  readonly calls: number
  /** Mean of the calls that have a score; null: none has. */
  readonly score: number | null
  /** Calls with a critical item missed. */
  readonly failed: number
  readonly resolutions: Readonly<Record<ContactResolution, number>>
  /** Of the calls whose resolution is `first` or `repeated`, the share of `first`; null: there are none. */
  readonly firstContact: number | null
  /** Mean length in milliseconds. */
  readonly durationMs: number
  /** Of the item that was asked for; null: none was. */
  readonly item: ScoreResultCounts | null
}

export interface QualityPoint extends QualityFigures {
  /** Beginning of the step in the site's time zone, or of the period where that is later… */
  readonly at: WallMs
  /** …and its end: with both, `cards` finds the calls behind the point. */
  readonly until: WallMs
}

export interface QualityRow {
  /** Id of the site, team, agent or queue; empty: nobody says; for `all`, `all`. */
  readonly key: string
  readonly title: string
  readonly all: QualityFigures
  /** One for each step that has calls, in order. */
  readonly points: readonly QualityPoint[]
}

/** How one item went over many calls. */
export interface QualityItemFigures extends ScoreResultCounts {
  readonly itemId: string
  readonly title: string
  readonly section: string
  readonly critical: boolean
}

export interface QualityReport {
  readonly group: QualityGroup
  readonly step: QualityStep
  /** IANA name of the zone whose days are counted. */
  readonly timeZone: string
  /** What was counted: whole days of the site's time zone. */
  readonly from: WallMs
  readonly to: WallMs
  /** Of everything that passed the filter, also of the rows left out. */
  readonly all: QualityFigures
  /** The most calls first: 500 at most, and fewer where they would have more than 50,000 points. */
  readonly rows: readonly QualityRow[]
  /** Rows left out. */
  readonly rowsLeftOut: number
  /** In the order of the file in force; those that it no longer has come last. */
  readonly items: readonly QualityItemFigures[]
  /** Days within which a customer who comes back about the same reason was not helped at first. */
  readonly repeatWithinDays: number
}

export interface QualityDesk {
  report(query: QualityReportQuery): Promise<QualityReport>
  cards(query: ScoreCardQuery): Promise<readonly ScoreCard[]>
  /** @throws AppError `NOT_FOUND` when the call is not there, not over, or was not scored. */
  card(callId: CallId): Promise<ScoreCard>
}

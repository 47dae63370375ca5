import type { AccessScope } from './access.ts'
import type { AlertCase, CaseQuery } from './alert-case.ts'
import type { AuditEntry, AuditQuery } from './audit.ts'
import type { Restoration, Silence } from './attention.ts'
import type { CallLabel, KeptWrapUp } from './assist.ts'
import type { CallId, CallInfo, EndReason } from './call.ts'
import type { CallChange } from './audio.ts'
import type { CodeId, HeardContact } from './contact.ts'
import type { DigitalFeedback } from './digital-feedback.ts'
import type { OutcomeFeedback } from './feedback.ts'
import type { FloorPlace } from './floor.ts'
import type { Change, Issue } from './issue.ts'
import type { IssueQuery, IssueSettings } from './issue-desk.ts'
import type {
  CountableCall,
  CountableOutcome,
  CountedDay,
  DayTally,
  KnownPlace,
  PlaceDay,
} from './kept-figures.ts'
import type { LatencyStage, Outcome } from './outcome.ts'
import type {
  KeptSubscription,
  NotifyAttempt,
  NotifyDelivery,
  NotifyMessage,
  NotifyTold,
  NotifyTotals,
} from './notify.ts'
import type {
  ContactResolution,
  QualityFilter,
  QualityGroup,
  QualityItemFigures,
  ScoreCard,
  ScoreCardQuery,
  ScoreResultCounts,
} from './quality.ts'
import type { RuleVersion } from './rule-desk.ts'
import type { DeadLetter } from './subscription.ts'
import type { CallMs, WallMs } from './time.ts'
import type { CallStart, CallUpdate, GapNotice, Utterance } from './transcript.ts'
import type { VolumeNotice } from './volume-notice.ts'

/** A call as it is kept. `endedAt` null: it is live, or the process died in it. */
export interface StoredCall {
  readonly call: CallInfo
  /** Where it is now, or was last. All that is in a call belongs there, whoever had it before. */
  readonly place: FloorPlace
  readonly endedAt: WallMs | null
  readonly durationMs: number | null
  readonly endReason: EndReason | null
}

/** What happened in a call besides what was said, as recognition published it. */
export type StoredEvent = CallStart | CallUpdate | GapNotice

export interface CallRecord extends StoredCall {
  /** Finals in order of their start. */
  readonly utterances: readonly Utterance[]
  /** In the order in which they came. Calls that were kept before there were events have none. */
  readonly events: readonly StoredEvent[]
  /** Latest state of each outcome. */
  readonly outcomes: readonly Outcome[]
}

export interface CallQuery {
  readonly agentId?: string | undefined
  readonly scope?: AccessScope | undefined
  /** Calls that started before this time; for paging. */
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

export interface OutcomeQuery {
  readonly callId?: CallId | undefined
  readonly agentId?: string | undefined
  readonly kind?: Outcome['kind'] | undefined
  /** Outcomes of calls that are in it. */
  readonly scope?: AccessScope | undefined
  readonly before?: WallMs | undefined
  /** 1 to 500. */
  readonly limit: number
}

/** A prompt that an agent was shown and that was not withdrawn. */
export interface ShownPrompt {
  readonly outcomeId: string
  readonly ruleId: string
  readonly agentId: string
  readonly at: WallMs
}

/** Asks when a customer called before, newest first. */
export interface EarlierContactsQuery {
  /** The attribute that names the customer, and its value, letter by letter. */
  readonly attribute: string
  readonly value: string
  /** Calls that started at or after this time… */
  readonly since: WallMs
  /** …and before this one. */
  readonly before: WallMs
  /** The call that asks, which is no earlier one, whatever it goes on with. */
  readonly except: CallId
  /** 1 to 500. */
  readonly limit: number
}

/** Keeps calls. One interface for SQLite and PostgreSQL; `test/contract/call-store.contract.ts` says what it must do. */
export interface CallStore {
  /** Without a place nobody says where the call is. */
  saveCall(call: CallInfo, place?: FloorPlace): Promise<void>
  /** Without a place it stays where it is. */
  updateCall(callId: CallId, change: CallChange, place?: FloorPlace): Promise<void>
  endCall(callId: CallId, end: { endedAt: WallMs; durationMs: number; reason: EndReason }): Promise<void>
  /** Only finals. Saving the same `utteranceId` again replaces it. */
  saveUtterance(utterance: Utterance): Promise<void>
  /** Saves how the call began, what changed in it and what audio was missing. Saving the same `seq` again replaces it. */
  saveEvent(event: StoredEvent): Promise<void>
  /** Saving the same `outcomeId` again replaces state, reason, texts and latency, and keeps the history of states. */
  saveOutcome(outcome: Outcome): Promise<void>
  /** Adds the stages that are known only after the outcome left. */
  addLatency(outcomeId: string, latency: Readonly<Partial<Record<LatencyStage, number>>>): Promise<void>
  listCalls(query: CallQuery): Promise<readonly StoredCall[]>
  /** Ids of the calls that started last, the newest first. */
  listCallIds(limit: number): Promise<readonly CallId[]>
  getCall(callId: CallId): Promise<CallRecord | null>
  /** The same without what was said and told in it. */
  findCall(callId: CallId): Promise<StoredCall | null>
  getOutcome(outcomeId: string): Promise<Outcome | null>
  /**
   * When a customer's calls started; by no other attribute than the one that the store was opened to keep. A call
   * that went on after a restart (`CallInfo.continues`) is one contact, from its first start.
   */
  earlierContacts(query: EarlierContactsQuery): Promise<readonly WallMs[]>
  listOutcomes(query: OutcomeQuery): Promise<readonly Outcome[]>
  /** Those made at or after this time that were shown to somebody and not withdrawn, oldest first. */
  listShownPrompts(since: WallMs): Promise<readonly ShownPrompt[]>
  /** Earlier calls of the customer of this call, newest first; none where nobody says who it is. `limit`: 1 to 500. */
  earlierCalls(callId: CallId, limit: number): Promise<readonly StoredCall[]>
  /** Resolves when everything given so far is on disk. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** What people said of a rule's outcomes. */
export interface RuleVerdicts {
  readonly ruleId: string
  readonly used: number
  readonly notNow: number
  readonly wrong: number
}

/** Keeps how rules changed, and what people say of their outcomes. `test/contract/rule-store.contract.ts` says how. */
export interface RuleStore {
  /** Does nothing when the rule's newest version has the same fingerprint. */
  saveVersion(ruleId: string, version: RuleVersion): Promise<void>
  /** Newest first. */
  listVersions(ruleId: string): Promise<readonly RuleVersion[]>
  /** Replaces what the same person said of the same outcome before. */
  saveFeedback(feedback: OutcomeFeedback): Promise<void>
  /** What was said of the outcomes of a call. */
  listFeedback(callId: CallId): Promise<readonly OutcomeFeedback[]>
  /** What people said of the outcomes made in the period, of the rules that somebody judged, by id. */
  countVerdicts(since: WallMs): Promise<readonly RuleVerdicts[]>
}

/** What the rules know of a call that is not over, for a process that goes on with it. */
export interface KeptCallState {
  readonly callId: CallId
  /** Call time that the call had reached at `savedAt`. */
  readonly atMs: CallMs
  readonly savedAt: WallMs
  /** Plain JSON of the rules room. */
  readonly state: unknown
}

/** A kept state with what says who may go on with the call. */
export interface KeptCall extends KeptCallState {
  readonly call: CallInfo
}

/** Keeps the rules' state of live calls. `test/contract/call-state-store.contract.ts` says how. */
export interface CallStateStore {
  /** Saving for the same call again replaces its state. */
  saveCallState(kept: KeptCallState): Promise<void>
  removeCallState(callId: CallId): Promise<void>
  /**
   * States saved at or after this time, of calls that are not over or were ended by a shutdown, newest first;
   * all older ones are removed.
   */
  takeCallStates(since: WallMs): Promise<readonly KeptCall[]>
}

/** Asks for contacts by when they arrived, oldest first. What arrived late is therefore not missed at a restart. */
export interface ContactQuery {
  readonly since: WallMs
  readonly before?: WallMs | undefined
  /** Those that arrived after the one of this number; for paging. */
  readonly after?: number | undefined
  readonly code?: CodeId | undefined
  readonly ids?: readonly string[] | undefined
  /** 1 to 100,000. */
  readonly limit: number
}

/** A contact as it is kept: what issues need to name those hit and to play a day again. */
export interface KeptContact extends HeardContact {
  /** Goes up with every arrival. */
  readonly seq: number
  /** When it was given to the store. */
  readonly arrivedAt: WallMs
}

/** What is known of issues. `test/contract/issue-store.contract.ts` says how it is kept. */
export interface IssueStore {
  /**
   * Ids that were kept before (each source has its own) are left as they are; returns those that were new, in order.
   * All of it is kept, or none.
   */
  saveFeedback(items: readonly DigitalFeedback[]): Promise<readonly string[]>
  /** Feedback that is kept and was not yet handed on, in order of arrival: what a crash left behind. */
  listFeedbackToHandOn(limit: number): Promise<readonly DigitalFeedback[]>
  feedbackHandedOn(items: readonly Pick<DigitalFeedback, 'sourceId' | 'feedbackId'>[]): Promise<void>
  /** Each part of a contact is kept as it came, in order of arrival; of its texts the first 20,000 UTF-16 units. */
  saveContact(contact: HeardContact, arrivedAt?: WallMs): Promise<void>
  /** By time of arrival, oldest first. */
  listContacts(query: ContactQuery): Promise<readonly KeptContact[]>
  /** Removes contacts and feedback that arrived before this time; returns how many. */
  forgetContacts(before: WallMs): Promise<number>
  /** Replaces what is kept under the issue's id; an older revision is left out. */
  saveIssue(issue: Issue): Promise<void>
  listIssues(query: IssueQuery): Promise<readonly Issue[]>
  getIssue(issueId: string): Promise<Issue | null>
  /** False when it was kept before. */
  saveChange(change: Change): Promise<boolean>
  /** Oldest first. */
  listChanges(since: WallMs): Promise<readonly Change[]>
  /** One row: what the detection has learnt, with the time up to which it has seen contacts. */
  saveDetection(state: Uint8Array, upTo: WallMs): Promise<void>
  loadDetection(): Promise<{ readonly state: Uint8Array; readonly upTo: WallMs } | null>
  /** One that is kept already is left as it is. Those from more than a day before it go, and beyond 200 the oldest. */
  saveNotice(notice: VolumeNotice): Promise<void>
  /** Oldest first. */
  listNotices(since: WallMs): Promise<readonly VolumeNotice[]>
  saveSettings(settings: IssueSettings, by: string, at: WallMs): Promise<void>
  loadSettings(): Promise<{
    readonly settings: IssueSettings
    readonly by: string
    readonly at: WallMs
  } | null>
}

/**
 * Who is told of issues, what waits to be sent to whom and what could not be. `test/contract/notify-store.contract.ts`
 * says how. Everything of a subscription goes with it.
 */
export interface NotifyStore {
  /** Replaces what is kept under its id, and leaves its queue and its figures alone. */
  saveSubscription(subscription: KeptSubscription): Promise<void>
  /** Removes what waits for it and what it was told, not its dead letters; returns how many messages waited. */
  startAnew(subscriptionId: string): Promise<number>
  removeSubscription(subscriptionId: string): Promise<void>
  /** The oldest first. */
  listSubscriptions(): Promise<readonly KeptSubscription[]>
  listTotals(): Promise<readonly NotifyTotals[]>
  /**
   * Puts a message at the end of its subscription's queue, in one step with what its receiver has been told by that
   * and in place of an older message that it holds everything of.
   */
  enqueue(message: NotifyMessage, told: readonly NotifyTold[], replaces: string | null): Promise<void>
  /** The head of the queue; null when nothing waits. One that cannot be read is made a dead letter. */
  nextDelivery(subscriptionId: string): Promise<NotifyDelivery | null>
  /** The newest message about a group that waits and was never tried. */
  findUntried(subscriptionId: string, groupKey: string): Promise<NotifyDelivery | null>
  saveAttempt(deliveryId: string, attempt: NotifyAttempt): Promise<void>
  /** Takes it out of the queue and counts it. */
  saveDelivered(deliveryId: string, at: WallMs): Promise<void>
  /** Makes it a dead letter. Of one subscription the newest thousand are kept. */
  giveUp(deliveryId: string, at: WallMs, error: string): Promise<void>
  /** The newest first. */
  listDeadLetters(subscriptionId: string): Promise<readonly DeadLetter[]>
  /** Puts a dead letter at the end of its queue, as never tried; returns whose it is, null when there is none. */
  revive(deliveryId: string): Promise<string | null>
  listTold(subscriptionId: string): Promise<readonly NotifyTold[]>
  forgetTold(subscriptionId: string, issueIds: readonly string[]): Promise<void>
}

/** Keeps alert cases. `test/contract/case-store.contract.ts` says how. */
export interface CaseStore {
  /** Replaces what is kept under the case's id; an older revision is left out. */
  saveCase(alertCase: AlertCase): Promise<void>
  /** Newest first, by when they were opened. */
  listCases(query: CaseQuery): Promise<readonly AlertCase[]>
  getCase(caseId: string): Promise<AlertCase | null>
}

/** What agents say of calls. `test/contract/assist-store.contract.ts` says how it is kept. */
export interface AssistStore {
  /** Saving the same id again replaces it. */
  saveLabel(label: CallLabel): Promise<void>
  /** Oldest first. */
  listLabels(callId: CallId): Promise<readonly CallLabel[]>
  /** Replaces what was kept of the call. */
  saveWrapUp(wrapUp: KeptWrapUp): Promise<void>
  getWrapUp(callId: CallId): Promise<KeptWrapUp | null>
}

/** Keeps what is silenced and restored. `test/contract/attention-store.contract.ts` says how. */
export interface AttentionStore {
  saveSilence(silence: Silence): Promise<void>
  removeSilence(silenceId: string): Promise<void>
  /** Those that end after this time, by their end. */
  listSilences(now: WallMs): Promise<readonly Silence[]>
  /** The latest of a rule replaces the one before. */
  saveRestoration(restoration: Restoration): Promise<void>
  /** By rule. */
  listRestorations(since: WallMs): Promise<readonly Restoration[]>
}

/** A scored contact of a customer, as it matters for whether the customer came back. */
export interface ScoredContact {
  readonly callId: CallId
  /** Of a call that went on after a restart: its first start. */
  readonly startedAt: WallMs
  readonly reason: string | null
  readonly resolution: ContactResolution
  readonly repeatedBy: CallId | null
}

/** A page of cards. The days are those that the calls of the period began on, in the site's calendar. */
export interface ScoreCardPage extends Omit<ScoreCardQuery, 'after'> {
  readonly fromDay: number
  /** Not with it. */
  readonly toDay: number
  /** Cards that come after this one in the order. */
  readonly after?: Pick<ScoreCard, 'callId' | 'startedAt' | 'score'> | undefined
  /** With the order `lowest`: no higher score than this. */
  readonly atMost?: number | undefined
}

/** Which cards are counted, by the day that their call began on. */
export interface ScoreCountQuery extends Omit<QualityFilter, 'from' | 'to'> {
  readonly fromDay: number
  /** Not with it. */
  readonly toDay: number
  readonly group: QualityGroup
  readonly itemId?: string | undefined
}

/** Sums over the cards of one group. */
export interface ScoreCounts {
  /** Of the group: empty where nobody says it; with `all`, `all`. */
  readonly key: string
  readonly calls: number
  readonly scored: number
  readonly scoreSum: number
  readonly failed: number
  readonly durationSum: number
  readonly resolutions: Readonly<Record<ContactResolution, number>>
  /** Of the item that was asked for. */
  readonly item: ScoreResultCounts
}

/**
 * Keeps score cards, and counts them by day and place as they come, so that a year is summed from its days.
 * `test/contract/quality-store.contract.ts` says how. A card goes with its call. Each read takes milliseconds when its
 * period is short: whoever asks for a long one asks in parts.
 */
export interface QualityStore {
  /**
   * Replaces what was kept of the call. `day`: of the site's calendar, that the call began on. `legs`: calls that it
   * goes on with, whose own cards go.
   */
  saveCard(card: ScoreCard, about: { readonly day: number; readonly legs: readonly CallId[] }): Promise<void>
  /** Does nothing when there is no card. */
  saveResolution(callId: CallId, resolution: ContactResolution, repeatedBy: CallId | null): Promise<void>
  /** Turns `open` into `first` for calls that started before this time, up to so many; returns how many. */
  settleOpen(before: WallMs, limit: number): Promise<number>
  getCard(callId: CallId): Promise<ScoreCard | null>
  listCards(page: ScoreCardPage): Promise<readonly ScoreCard[]>
  /**
   * Scored contacts of the customer of this call in a period, oldest first, and the call itself, scored or not; none
   * where nobody says who the customer is.
   */
  listContacts(callId: CallId, since: WallMs, before: WallMs): Promise<readonly ScoredContact[]>
  /** Calls of a period without a card, newest first, but for those that another call goes on with. */
  listUnscored(since: WallMs, before: WallMs): Promise<readonly StoredCall[]>
  countCards(query: ScoreCountQuery): Promise<readonly ScoreCounts[]>
  countItems(query: Omit<ScoreCountQuery, 'group' | 'itemId'>): Promise<readonly QualityItemFigures[]>
}

/** Where a page of what is counted begins: after, or before, the one of this time and id. */
export interface CountingPlace {
  readonly at: WallMs
  readonly id: string
}

/** Asks for what happened in a stretch of time, oldest first. */
export interface CountingPage {
  readonly from: WallMs
  readonly to: WallMs
  /** Null: from the first on. */
  readonly after: CountingPlace | null
  readonly limit: number
}

/** Asks for what one rule made in a stretch of time, newest first. */
export interface RulePage {
  readonly ruleId: string
  readonly from: WallMs
  readonly to: WallMs
  /** Null: from the last on. */
  readonly before: CountingPlace | null
  readonly limit: number
}

/** What figures are counted from, and what was counted. `test/contract/figures-store.contract.ts` says how. */
export interface FiguresStore {
  /** Prompts and alerts, by when they were made. */
  listOutcomes(page: CountingPage): Promise<readonly CountableOutcome[]>
  listOutcomesOfRule(page: RulePage): Promise<readonly CountableOutcome[]>
  /** By when they began. */
  listCalls(page: CountingPage): Promise<readonly CountableCall[]>
  /** Null: there is none. */
  firstOutcomeAt(): Promise<WallMs | null>
  /** Hours since the epoch, by their beginning, in which outcomes were made that people judged at or after this time. */
  listJudgedHours(since: WallMs): Promise<readonly WallMs[]>
  /** Replaces what was kept of the day. */
  saveDay(day: CountedDay, places: readonly PlaceDay[]): Promise<void>
  /** Days by their beginning. */
  forgetDays(froms: readonly WallMs[]): Promise<void>
  /** The oldest first. */
  listDays(): Promise<readonly CountedDay[]>
  listPlaces(): Promise<readonly KnownPlace[]>
  /** Those with calls or outcomes on days that begin in this time. */
  listPlacesOf(from: WallMs, to: WallMs): Promise<readonly number[]>
  /** Nothing of a day that is not kept. */
  readDay(from: WallMs, placeIds: readonly number[]): Promise<DayTally>
  /** Up to when people's verdicts are in the days that are kept. */
  saveHeardUpTo(at: WallMs): Promise<void>
  heardUpTo(): Promise<WallMs | null>
}

/** Keeps who did what. `test/contract/audit-store.contract.ts` says how. */
export interface AuditStore {
  addAudit(entry: AuditEntry): Promise<void>
  /** Newest first. */
  listAudit(query: AuditQuery): Promise<readonly AuditEntry[]>
  forgetAudit(before: WallMs): Promise<void>
}

/** Everything that is kept. */
export interface Store extends CallStore {
  readonly rules: RuleStore
  readonly callStates: CallStateStore
  readonly issues: IssueStore
  readonly cases: CaseStore
  readonly attention: AttentionStore
  readonly audit: AuditStore
  readonly assist: AssistStore
  readonly figures: FiguresStore
  readonly quality: QualityStore
  readonly notify: NotifyStore
}

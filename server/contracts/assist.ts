/**
 * What an agent can lean on in a call besides prompts: checklists that tick themselves, articles, how the customer
 * feels, what is known of the customer, and a draft of the notes. Implemented by the assist room; delivery serves it.
 */
import type { AccessScope } from './access.ts'
import type { CallId, Party } from './call.ts'
import type { Channel, CodeId, JourneyStep } from './contact.ts'
import type { Issue } from './issue.ts'
import type { CallMs, WallMs } from './time.ts'
import type { Utterance } from './transcript.ts'

/** `heard`: in words that have settled but may still change. `done`: in a final, for good. */
export type ItemProgress = 'open' | 'heard' | 'done'

/** One thing of a checklist that is to be said or done in the call. */
export interface ChecklistItem {
  readonly itemId: string
  readonly text: string
  /** Who says it; null: either. */
  readonly speaker: Party | null
  /** Whether it must be there before the call ends. */
  readonly required: boolean
  readonly progress: ItemProgress
  /** What was said, redacted; empty while it is open. */
  readonly words: string
  readonly utteranceId: string | null
  readonly atMs: CallMs | null
  /** Call time by which it is due; null: by the end of the call. */
  readonly dueMs: CallMs | null
  /** It is open and its time has passed. */
  readonly late: boolean
}

/** A checklist that applies to the call, with what of it is done. */
export interface ChecklistState {
  readonly checklistId: string
  readonly version: number
  readonly title: string
  /** A playbook: its items are steps, one after the other. */
  readonly ordered: boolean
  /** Why it applies: words that were said, or the name of an attribute of the call; empty: it always does. */
  readonly because: string
  readonly sinceMs: CallMs
  readonly items: readonly ChecklistItem[]
}

/** An article that fits what the customer says. */
export interface ArticleHint {
  readonly articleId: string
  readonly title: string
  /** The customer's words that it was found by, redacted, the weightiest first. */
  readonly why: readonly string[]
}

/** How the customer sounds by the words; null where the language has no word list or nothing counts yet. */
export interface MoodState {
  /** -1 to 1, the last utterances counting most. */
  readonly level: number
  /** How much better the last minute is than the first two, -2 to 2; null while that cannot be said. */
  readonly trend: number | null
  /** At least three of the last five utterances that counted were negative. */
  readonly sustained: boolean
}

/** The agent says that this call is about trouble with a digital channel. */
export interface CallLabel {
  readonly labelId: string
  readonly callId: CallId
  readonly at: WallMs
  /** Where in the call the agent said so. */
  readonly atMs: CallMs
  /** Subject of the agent's token. */
  readonly by: string
  readonly channel: Exclude<Channel, 'call'>
  readonly step: JourneyStep | null
  /** In the agent's words, redacted; empty: nothing more. */
  readonly note: string
}

/** All of it for one call; each replaces the one before. At most two a second a call. */
export interface AssistState {
  readonly type: 'assist'
  readonly callId: CallId
  /** Goes up with every change: of two copies the higher is the newer. */
  readonly revision: number
  readonly atMs: CallMs
  readonly checklists: readonly ChecklistState[]
  /** The best first, three at most. */
  readonly articles: readonly ArticleHint[]
  readonly mood: MoodState | null
  readonly labels: readonly CallLabel[]
}

/** An article of the site's knowledge. */
export interface Article {
  readonly articleId: string
  readonly title: string
  readonly owner: string
  /** BCP 47. */
  readonly language: string
  /** Markdown. */
  readonly body: string
}

/** One earlier call of the same customer. */
export interface EarlierCall {
  readonly callId: CallId
  readonly startedAt: WallMs
  readonly durationMs: number | null
  readonly agentId: string | null
  /** What was told of it: titles of prompts and alerts that stood, the most important first. */
  readonly outcomes: readonly { readonly title: string; readonly kind: 'prompt' | 'alert' | 'issue' }[]
  /** As its agent summed it up; null: nobody did. */
  readonly reason: string | null
  readonly dispositions: readonly string[]
}

/** What is known when a call comes in. */
export interface CallContext {
  readonly callId: CallId
  /** Only those that the site lets agents see. */
  readonly attributes: Readonly<Record<string, string>>
  /** Newest first. */
  readonly earlierCalls: readonly EarlierCall[]
  /** Open issues that the words of this call are about. */
  readonly issues: readonly Pick<Issue, 'issueId' | 'title' | 'channel' | 'state' | 'advice'>[]
}

/** Something that was said, as evidence in a draft. */
export interface SaidLine {
  readonly text: string
  readonly words: string
  readonly party: Party
  readonly atMs: CallMs
  readonly utteranceId: string
}

/** How a call is filed. */
export interface Disposition {
  readonly dispositionId: string
  readonly title: string
}

export interface SuggestedDisposition extends Disposition {
  /** Words, names of rules or codes that speak for it. */
  readonly because: readonly string[]
}

/** What the agent keeps of a call. */
export interface WrapUpNotes {
  readonly reason: string
  readonly summary: string
  readonly promises: readonly string[]
  readonly dispositions: readonly string[]
}

/** `GET /v1/calls/:id/wrap-up`: what was saved, or a draft made of evidence alone. */
export interface WrapUp extends WrapUpNotes {
  readonly callId: CallId
  /** Null: it is a draft that nobody saved. */
  readonly saved: { readonly by: string; readonly at: WallMs } | null
  /** Who wrote the draft's summary: `evidence`, or the site's own `hook`. */
  readonly source: 'evidence' | 'hook'
  readonly codes: readonly CodeId[]
  readonly promised: readonly SaidLine[]
  readonly suggested: readonly SuggestedDisposition[]
  readonly checklists: readonly ChecklistState[]
  readonly labels: readonly CallLabel[]
  /** All that may be chosen. */
  readonly choices: readonly Disposition[]
}

/** A wrap-up as it is kept. */
export interface KeptWrapUp extends WrapUpNotes {
  readonly callId: CallId
  readonly by: string
  readonly at: WallMs
}

/** The notes of a call were saved. */
export interface WrapUpSaved {
  readonly type: 'wrap-up'
  readonly callId: CallId
  readonly at: WallMs
}

/** What is kept of a call that is over, as checklists are played over it. */
export interface ReviewedCall {
  readonly attributes: Readonly<Record<string, string>>
  /** Finals, in order. */
  readonly utterances: readonly Utterance[]
  readonly durationMs: number
}

/** Looks at calls that are over with the files in force; pure but for those. Implemented by the assist room. */
export interface CallReviewer {
  /** Those that applied, with what of them was done. */
  checklists(call: ReviewedCall): readonly ChecklistState[]
  /** The disposition that calls with this code are filed under; null: none names it. */
  dispositionOf(code: CodeId): string | null
}

export interface AssistUser {
  /** Subject of the token. */
  readonly by: string
}

export type LabelDraft = Pick<CallLabel, 'channel' | 'step' | 'note'>

/** Who may see a call is for the caller to check first. */
export interface AssistDesk {
  /** @throws AppError `NOT_FOUND`. */
  article(articleId: string): Article
  /** The best first. */
  search(words: string, limit: number): readonly ArticleHint[]
  /** @throws AppError `NOT_FOUND` when there is no such call. */
  label(callId: CallId, draft: LabelDraft, user: AssistUser): Promise<CallLabel>
  /** With those earlier calls alone that are in the scope. @throws AppError `NOT_FOUND`. */
  context(callId: CallId, scope?: AccessScope): Promise<CallContext>
  /** @throws AppError `NOT_FOUND`. */
  wrapUp(callId: CallId): Promise<WrapUp>
  /** @throws AppError `NOT_FOUND`; `REQUEST_INVALID` for a disposition that does not exist. */
  saveWrapUp(callId: CallId, notes: WrapUpNotes, user: AssistUser): Promise<WrapUp>
}

import { isInScope, type AccessScope } from '../contracts/access.ts'
import type {
  Article,
  ArticleHint,
  AssistDesk,
  AssistUser,
  CallContext,
  CallLabel,
  EarlierCall,
  LabelDraft,
  WrapUp,
  WrapUpNotes,
} from '../contracts/assist.ts'
import type { CallId } from '../contracts/call.ts'
import type { CodeId } from '../contracts/contact.ts'
import { AppError } from '../contracts/errors.ts'
import { ISSUE_STATES, type Issue } from '../contracts/issue.ts'
import type { IssueDesk } from '../contracts/issue-desk.ts'
import type { CallRecord, Store, StoredCall } from '../contracts/store.ts'
import { callMs, wallMs, type CallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import type { AssistLibrary } from './assist-library.ts'
import { draftWrapUp } from './wrap-up/draft.ts'
import type { WrapUpHook } from './wrap-up/hook.ts'

export interface AssistDeskOptions {
  readonly store: Store
  readonly issues: Pick<IssueDesk, 'list' | 'codes'>
  readonly clock: Clock
  readonly library: () => AssistLibrary
  readonly hook: WrapUpHook
  /** Masks numbers in what people type. */
  readonly redact: (text: string) => string
  /** Attributes of a call that agents may see. */
  readonly shownAttributes: readonly string[]
  /** Where a live call is; null: it is not live. */
  readonly atMs: (callId: CallId) => CallMs | null
  readonly onLabel: (label: CallLabel) => void
  readonly onSaved: (callId: CallId, at: WallMs) => void
}

const MOST_EARLIER = 5
const MOST_OUTCOMES = 20
const MOST_ISSUES = 5
const OPEN = ISSUE_STATES.filter((state) => state !== 'closed')
const MOST_OPEN_ISSUES = 200
const MOST_CONTACT_PARTS = 500

/** What agents ask and say of calls. */
export class Desk implements AssistDesk {
  readonly #options: AssistDeskOptions

  constructor(options: AssistDeskOptions) {
    this.#options = options
  }

  article(articleId: string): Article {
    const found = this.#options.library().articles.articles.find((each) => each.articleId === articleId)
    if (found === undefined) throw new AppError('NOT_FOUND')
    const { title, owner, language, body } = found
    return { articleId, title, owner, language, body }
  }

  search(words: string, limit: number): readonly ArticleHint[] {
    return this.#options.library().articles.search([words], { limit, asked: true })
  }

  async label(callId: CallId, draft: LabelDraft, { by }: AssistUser): Promise<CallLabel> {
    const { store, atMs, redact, onLabel } = this.#options
    const at = atMs(callId) ?? callMs((await this.#record(callId)).durationMs ?? 0)
    const { channel, step } = draft
    const label: CallLabel = {
      // The same again replaces it, so that nothing is counted twice.
      labelId: `${callId}:${channel}:${step ?? ''}`,
      ...{ callId, at: this.#now(), atMs: at, by, channel, step, note: redact(draft.note.trim()) },
    }
    await store.assist.saveLabel(label)
    onLabel(label)
    return label
  }

  async context(callId: CallId, scope?: AccessScope): Promise<CallContext> {
    const { store, shownAttributes } = this.#options
    const { call } = await this.#record(callId)
    const attributes = Object.entries(call.attributes).filter(([name]) => shownAttributes.includes(name))
    const earlier = await store.earlierCalls(callId, MOST_EARLIER)
    const seen = earlier.filter(({ place }) => isInScope(scope, place))
    return {
      callId,
      attributes: Object.fromEntries(attributes),
      earlierCalls: await Promise.all(seen.map((each) => this.#earlier(each))),
      issues: await this.#issuesOf(callId),
    }
  }

  async wrapUp(callId: CallId): Promise<WrapUp> {
    const { store, hook, library } = this.#options
    const record = await this.#record(callId)
    const [codes, labels, kept] = await Promise.all([
      this.#codesOf(callId),
      store.assist.listLabels(callId),
      store.assist.getWrapUp(callId),
    ])
    const draft = draftWrapUp({ record, codes, labels, library: library() })
    if (kept === null) return hook.improve(draft, record)
    const { by, at, ...notes } = kept
    return { ...draft, ...notes, saved: { by, at } }
  }

  async saveWrapUp(callId: CallId, notes: WrapUpNotes, { by }: AssistUser): Promise<WrapUp> {
    const { store, redact, library, onSaved } = this.#options
    await this.#record(callId)
    const known = library().filing.filing.choices.map(({ dispositionId }) => dispositionId)
    const unknown = notes.dispositions.findIndex((each) => !known.includes(each))
    if (unknown >= 0) {
      const expected = known.length === 0 ? 'none' : `of ${known.join(', ')}`
      throw new AppError('REQUEST_INVALID', `body.dispositions.${unknown}: expected ${expected}`)
    }
    const at = this.#now()
    await store.assist.saveWrapUp({
      callId,
      ...{ by, at },
      reason: redact(notes.reason.trim()),
      summary: redact(notes.summary.trim()),
      promises: notes.promises.map((each) => redact(each.trim())).filter((each) => each !== ''),
      dispositions: notes.dispositions,
    })
    onSaved(callId, at)
    return this.wrapUp(callId)
  }

  async #record(callId: CallId): Promise<CallRecord> {
    const record = await this.#options.store.getCall(callId)
    if (record === null) throw new AppError('NOT_FOUND')
    return record
  }

  async #earlier({ call, durationMs }: StoredCall): Promise<EarlierCall> {
    const { store } = this.#options
    const { callId, startedAt, agentId } = call
    const outcomes = await store.listOutcomes({ callId, limit: MOST_OUTCOMES })
    const kept = await store.assist.getWrapUp(callId)
    const titles = new Map(
      outcomes
        .filter(
          ({ kind, state, rule }) =>
            kind !== 'alert' && state === 'confirmed' && !rule.startsWith('whisper@'),
        )
        .toSorted((one, other) => other.priority - one.priority)
        .map(({ title, kind }) => [title, kind]),
    )
    return {
      ...{ callId, startedAt, durationMs, agentId },
      outcomes: [...titles].map(([title, kind]) => ({ title, kind })),
      reason: kept === null || kept.reason === '' ? null : kept.reason,
      dispositions: this.#titlesOf(kept?.dispositions ?? []),
    }
  }

  #titlesOf(dispositions: readonly string[]): readonly string[] {
    const { choices } = this.#options.library().filing.filing
    return dispositions.map((id) => choices.find((choice) => choice.dispositionId === id)?.title ?? id)
  }

  async #codesOf(callId: CallId): Promise<readonly { readonly id: CodeId; readonly title: string }[]> {
    const { store, issues } = this.#options
    const parts = await store.issues.listContacts({
      since: wallMs(0),
      ids: [`calls:${callId}`],
      limit: MOST_CONTACT_PARTS,
    })
    const found = new Set(parts.flatMap(({ codes }) => codes))
    if (found.size === 0) return []
    const frame = await issues.codes()
    return [...found].map((id) => ({ id, title: frame.find((code) => code.id === id)?.title ?? id }))
  }

  async #issuesOf(callId: CallId): Promise<CallContext['issues']> {
    const codes = await this.#codesOf(callId)
    const open = await this.#options.issues.list({ states: OPEN, limit: MOST_OPEN_ISSUES })
    const touches = ({ code, quotes }: Issue): boolean =>
      quotes.some((quote) => quote.callId === callId) ||
      (code !== null && codes.some(({ id }) => id === code || id.startsWith(`${code}.`)))
    return open
      .filter(touches)
      .slice(0, MOST_ISSUES)
      .map(({ issueId, title, channel, state, advice }) => ({ issueId, title, channel, state, advice }))
  }

  #now(): WallMs {
    return wallMs(this.#options.clock.now())
  }
}

import type { RuleStatus } from '../../../server/contracts/match.ts'
import type { BacktestReport, RuleCheck, RuleDetail, RuleFault } from '../../../server/contracts/rule-desk.ts'
import type { Clock } from '../platform/clock.ts'
import { ApiError } from './requests.ts'
import {
  type Draft,
  type Drafts,
  draftOf,
  isUnsaved,
  rebased,
  sameTexts,
  type RuleTexts,
} from './rule-draft.ts'
import type { RulesApi } from './rules-api.ts'

/** A draft is checked once nobody has typed for so long. */
export const CHECK_AFTER_MS = 600

/** What is being done for the person, one thing at a time. */
export type BenchTask = 'saving' | 'moving' | 'trying'

/** The rule that is open, and all that is known of it. */
export interface BenchState {
  readonly id: string
  readonly draft: Draft
  /** As the server has it; null: a new rule. */
  readonly detail: RuleDetail | null
  /** Of the draft as it is, or as it was a moment ago. */
  readonly check: RuleCheck | null
  readonly checking: boolean
  readonly backtest: { readonly report: BacktestReport; readonly ofText: string } | null
  readonly task: BenchTask | null
  /** Somebody else changed the rule since the draft was begun: what the server has now. */
  readonly conflict: RuleDetail | null
  /** Why the last thing that was asked for was not done. */
  readonly problem: string | null
}

export type BenchView =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading' | 'missing' | 'failed'; readonly id: string }
  | { readonly phase: 'open'; readonly state: BenchState }

interface BenchOptions {
  readonly api: Pick<RulesApi, 'detail' | 'check' | 'save' | 'setStatus' | 'backtest'>
  readonly drafts: Drafts
  readonly clock: Clock
  readonly onChange: () => void
  /** The server has something else now. */
  readonly onSaved: () => void
}

/** Where one rule is worked on. What it shows is `view`, which is never changed in place. */
export class RuleBench {
  readonly #options: BenchOptions
  #view: BenchView = { phase: 'none' }
  #mayWrite = false
  #cancelCheck: () => void = () => undefined
  /** Answers to older questions are let go. */
  #asked = 0

  constructor(options: BenchOptions) {
    this.#options = options
  }

  get view(): BenchView {
    return this.#view
  }

  /** Only those who may write rules may have drafts checked. */
  set mayWrite(mayWrite: boolean) {
    this.#mayWrite = mayWrite
    if (mayWrite) this.#checkSoon(0)
  }

  async open(id: string): Promise<void> {
    this.close()
    const kept = this.#options.drafts.all.get(id)
    if (kept?.hash === null) {
      this.#begin(kept, null)
      return
    }
    this.#set({ phase: 'loading', id })
    try {
      const detail = await this.#options.api.detail(id)
      if (this.#view.phase === 'loading' && this.#view.id === id) this.#begin(kept ?? draftOf(detail), detail)
    } catch (error) {
      if (this.#view.phase !== 'loading' || this.#view.id !== id) return
      this.#set({ phase: error instanceof ApiError && error.status === 404 ? 'missing' : 'failed', id })
    }
  }

  /** Begins a rule that the server does not know. */
  create(draft: Draft): void {
    this.close()
    this.#options.drafts.put(draft)
    this.#begin(draft, null)
  }

  close(): void {
    this.#cancelCheck()
    this.#asked += 1
    this.#set({ phase: 'none' })
  }

  edit(change: Partial<RuleTexts>): void {
    const { state } = this
    if (state === null) return
    const draft = { ...state.draft, ...change }
    this.#options.drafts.put(draft)
    this.#patch({ draft, problem: null })
    this.#checkSoon(CHECK_AFTER_MS)
  }

  /** Back to what the server has; a new rule is gone. */
  giveUp(): void {
    const { state } = this
    if (state === null) return
    this.#options.drafts.drop(state.id)
    const now = state.conflict ?? state.detail
    if (now === null) this.close()
    else this.#begin(draftOf(now), now)
  }

  /** Goes on with the draft over what somebody else has saved meanwhile. */
  keepMine(): void {
    const { state } = this
    const conflict = state?.conflict ?? null
    if (state === null || conflict === null) return
    const draft = rebased(state.draft, conflict)
    this.#options.drafts.put(draft)
    this.#patch({ draft, detail: conflict, conflict: null, problem: null })
    this.#checkSoon(0)
  }

  /** Looks whether the server has something else now. */
  async refresh(): Promise<void> {
    const { state } = this
    const known = state?.detail ?? null
    if (state === null || known === null || state.task !== null) return
    try {
      const detail = await this.#options.api.detail(state.id)
      if (this.state?.id === state.id && this.state.task === null) this.#takeOver(detail)
    } catch {
      // The list says what is wrong with the server; what is on screen stays.
    }
  }

  async check(): Promise<void> {
    const { state } = this
    if (state === null || !this.#mayWrite) return
    this.#cancelCheck()
    const asked = (this.#asked += 1)
    this.#patch({ checking: true })
    const { id, text, testText } = state.draft
    try {
      const check = await this.#options.api.check({ id, text, testText })
      if (asked === this.#asked) this.#patch({ check, checking: false })
    } catch (error) {
      if (asked === this.#asked) this.#patch({ checking: false, problem: reasonOf(error, 'Not checked') })
    }
  }

  async save(): Promise<void> {
    const { state } = this
    if (state === null) return
    const { id, text, testText, hash, folder } = state.draft
    const place = hash === null && folder !== '' ? { folder } : {}
    await this.#change('saving', () => this.#options.api.save({ id, text, testText, hash, ...place }))
  }

  async setStatus(status: RuleStatus): Promise<void> {
    const { state } = this
    const known = state?.detail ?? null
    if (known === null) return
    const { id, hash } = known
    await this.#change('moving', () => this.#options.api.setStatus(id, { status, hash }))
  }

  async backtest(): Promise<void> {
    const { state } = this
    if (state === null) return
    const { id, text } = state.draft
    this.#patch({ task: 'trying', problem: null })
    try {
      const report = await this.#options.api.backtest({ id, text })
      if (this.state?.id === id) this.#patch({ task: null, backtest: { report, ofText: text } })
    } catch (error) {
      if (this.state?.id === id) this.#refused(error)
    }
  }

  get state(): BenchState | null {
    return this.#view.phase === 'open' ? this.#view.state : null
  }

  async #change(task: BenchTask, run: () => Promise<RuleDetail>): Promise<void> {
    const before = this.state
    if (before?.task !== null) return
    this.#patch({ task, problem: null })
    try {
      const detail = await run()
      if (this.state?.id === before.id) this.#saved(before.draft, detail)
      else this.#options.drafts.drop(before.id)
      this.#options.onSaved()
    } catch (error) {
      if (this.state?.id !== before.id) return
      this.#refused(error)
      if (error instanceof ApiError && error.code === 'RULE_CHANGED') await this.#showConflict(before.id)
    }
  }

  /** What was typed while it was being saved is a change of what is saved now. */
  #saved(sent: Draft, detail: RuleDetail): void {
    const current = this.state?.draft ?? sent
    const draft = sameTexts(current, sent) ? draftOf(detail) : rebased(current, detail)
    this.#options.drafts.put(draft)
    this.#patch({ draft, detail, task: null, conflict: null })
    this.#checkSoon(0)
  }

  #refused(error: unknown): void {
    const { state } = this
    const faults = error instanceof ApiError ? error.faults : []
    const check = faults.length === 0 ? {} : { check: withFaults(state?.check ?? null, faults) }
    const tried = state?.task === 'trying'
    this.#patch({ task: null, problem: reasonOf(error, tried ? 'Not tried' : 'Not saved'), ...check })
  }

  async #showConflict(id: string): Promise<void> {
    try {
      const conflict = await this.#options.api.detail(id)
      if (this.state?.id === id) this.#patch({ conflict })
    } catch {
      // The problem that is shown already says that the rule was changed.
    }
  }

  #takeOver(detail: RuleDetail): void {
    const { state } = this
    if (state === null || detail.hash === state.detail?.hash) return
    if (!isUnsaved(state.draft)) this.#begin(draftOf(detail), detail)
    else this.#patch({ conflict: detail })
  }

  #begin(draft: Draft, detail: RuleDetail | null): void {
    const stale = detail !== null && draft.hash !== detail.hash
    const moot = detail !== null && stale && sameTexts(draft, detail)
    const current = moot ? draftOf(detail) : draft
    if (moot) this.#options.drafts.drop(draft.id)
    const state: BenchState = {
      id: draft.id,
      draft: current,
      detail,
      check: null,
      checking: false,
      backtest: null,
      task: null,
      conflict: stale && !moot ? detail : null,
      problem: null,
    }
    this.#set({ phase: 'open', state })
    this.#checkSoon(0)
  }

  #checkSoon(afterMs: number): void {
    this.#cancelCheck()
    if (!this.#mayWrite || this.state === null) return
    this.#asked += 1
    this.#patch({ checking: true })
    this.#cancelCheck = this.#options.clock.after(afterMs, () => void this.check())
  }

  #patch(change: Partial<BenchState>): void {
    if (this.#view.phase === 'open') this.#set({ phase: 'open', state: { ...this.#view.state, ...change } })
  }

  #set(view: BenchView): void {
    this.#view = view
    this.#options.onChange()
  }
}

function withFaults(check: RuleCheck | null, faults: readonly RuleFault[]): RuleCheck {
  return { faults, tests: check?.tests ?? [], ok: false }
}

/** For a person: the server's own sentence, or that there was none. */
function reasonOf(error: unknown, what: string): string {
  if (!(error instanceof ApiError)) return 'The server did not answer. Your text is kept; try again.'
  if (error.code === 'RULES_INVALID') return `${what}: there are errors, listed below.`
  if (error.code === 'RULE_CHANGED') return `${what}: somebody else has changed this rule meanwhile.`
  return error.message
}

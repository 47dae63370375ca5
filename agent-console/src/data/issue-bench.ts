import type { Issue, IssueHistoryEntry } from '../../../server/contracts/issue.ts'
import type { IssueActionType, IssueDetail } from '../../../server/contracts/issue-desk.ts'
import type { Clock } from '../platform/clock.ts'
import type { IssuesApi, SentAction } from './issues-api.ts'
import { ApiError } from './requests.ts'

/** The chart goes on by itself in steps of five minutes; this is often enough to see each. */
const LOOK_MS = 30_000
/** After an event, the figures are asked for once no other has come for so long. */
const AFTER_EVENT_MS = 1500

/** The issue that is open, and what is being done to it. */
export interface IssueBenchState {
  readonly detail: IssueDetail
  /** What the server has been asked to do and has not answered yet. */
  readonly task: SentAction | null
  /** Somebody else was quicker: what they did, and what was to be done. */
  readonly conflict: { readonly action: SentAction; readonly news: readonly IssueHistoryEntry[] } | null
  /** Why the last thing that was asked for was not done. */
  readonly problem: string | null
}

export type IssueBenchView =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading' | 'missing' | 'failed'; readonly id: string }
  | { readonly phase: 'open'; readonly state: IssueBenchState }

interface IssueBenchOptions {
  readonly api: Pick<IssuesApi, 'detail' | 'act'>
  readonly clock: Clock
  readonly onChange: () => void
  /** A newer copy came as an answer, perhaps before its event. */
  readonly onIssue: (issue: Issue) => void
}

/** Where one issue is worked on. What it shows is `view`, which is never changed in place. */
export class IssueBench {
  readonly #options: IssueBenchOptions
  #view: IssueBenchView = { phase: 'none' }
  #cancelLook: () => void = () => undefined

  constructor(options: IssueBenchOptions) {
    this.#options = options
  }

  get view(): IssueBenchView {
    return this.#view
  }

  get state(): IssueBenchState | null {
    return this.#view.phase === 'open' ? this.#view.state : null
  }

  async open(id: string): Promise<void> {
    this.close()
    this.#set({ phase: 'loading', id })
    try {
      const detail = await this.#options.api.detail(id)
      if (this.#view.phase !== 'loading' || this.#view.id !== id) return
      this.#set({ phase: 'open', state: { detail, task: null, conflict: null, problem: null } })
      this.#options.onIssue(detail.issue)
      this.#lookAgain(LOOK_MS)
    } catch (error) {
      if (this.#view.phase !== 'loading' || this.#view.id !== id) return
      this.#set({ phase: error instanceof ApiError && error.status === 404 ? 'missing' : 'failed', id })
    }
  }

  close(): void {
    this.#cancelLook()
    this.#set({ phase: 'none' })
  }

  /** A copy of an issue that came live. */
  take(issue: Issue): void {
    const { state } = this
    if (state?.detail.issue.issueId !== issue.issueId) return
    if (issue.revision <= state.detail.issue.revision) return
    this.#patch({ detail: { ...state.detail, issue } })
    this.#lookAgain(AFTER_EVENT_MS)
  }

  /**
   * Does it to the issue as the person saw it: `seen` is the copy that was on screen when they began. Figures that
   * moved meanwhile change nothing; what other people did meanwhile is shown first.
   */
  async act(action: SentAction, seen: Issue | null = null): Promise<boolean> {
    const { state } = this
    if (state?.task !== null) return false
    const known = seen ?? state.detail.issue
    this.#patch({ task: action, problem: null, conflict: null })
    try {
      this.#did(await this.#options.api.act(known.issueId, action, known.revision))
      return true
    } catch (error) {
      if (!isChanged(error)) return this.#refused(known.issueId, error)
      return this.#changedMeanwhile(action, known)
    }
  }

  /** Does what was held back by a conflict, after all. */
  async actAnyway(): Promise<boolean> {
    const action = this.state?.conflict?.action
    return action === undefined ? false : this.act(action)
  }

  /** Looks at once whether the server has something else now. */
  async refresh(): Promise<void> {
    this.#cancelLook()
    await this.#look()
  }

  /** Gives up what was held back, or puts away what was said of it. */
  letGo(): void {
    this.#patch({ conflict: null, problem: null })
  }

  async #changedMeanwhile(action: SentAction, known: Issue): Promise<boolean> {
    try {
      const detail = await this.#options.api.detail(known.issueId)
      const news = newsSince(known, detail.issue)
      if (this.state?.detail.issue.issueId !== known.issueId) return false
      this.#patch({ detail })
      this.#options.onIssue(detail.issue)
      if (news.length > 0) {
        this.#patch({ task: null, conflict: { action, news } })
        return false
      }
      this.#did(await this.#options.api.act(known.issueId, action, detail.issue.revision))
      return true
    } catch (error) {
      return this.#refused(known.issueId, error)
    }
  }

  #did(issue: Issue): void {
    this.#options.onIssue(issue)
    const { state } = this
    if (state?.detail.issue.issueId !== issue.issueId) return
    const newest = issue.revision > state.detail.issue.revision ? issue : state.detail.issue
    this.#patch({ task: null, detail: { ...state.detail, issue: newest } })
    this.#lookAgain(0)
  }

  #refused(id: string, error: unknown): false {
    if (this.state?.detail.issue.issueId === id) this.#patch({ task: null, problem: reasonOf(error) })
    return false
  }

  #lookAgain(afterMs: number): void {
    this.#cancelLook()
    this.#cancelLook = this.#options.clock.after(afterMs, () => void this.#look())
  }

  async #look(): Promise<void> {
    const id = this.state?.detail.issue.issueId
    if (id === undefined) return
    try {
      const { issue, series } = await this.#options.api.detail(id)
      const { state } = this
      if (state?.detail.issue.issueId !== id) return
      const known = state.detail.issue
      this.#patch({ detail: { issue: issue.revision >= known.revision ? issue : known, series } })
    } catch {
      // The connection chip tells what is wrong; what is on screen stays.
    }
    if (this.state?.detail.issue.issueId === id) this.#lookAgain(LOOK_MS)
  }

  #patch(change: Partial<IssueBenchState>): void {
    if (this.#view.phase === 'open') this.#set({ phase: 'open', state: { ...this.#view.state, ...change } })
  }

  #set(view: IssueBenchView): void {
    this.#view = view
    this.#options.onChange()
  }
}

/** What people, not Earshot, have done to the issue that the older copy does not show. */
export function newsSince(older: Issue, newer: Issue): readonly IssueHistoryEntry[] {
  const known = new Set(older.history.map(keyOf))
  return newer.history.filter((entry) => entry.by !== null && !known.has(keyOf(entry)))
}

function keyOf({ at, by, action, to }: IssueHistoryEntry): string {
  return [at, by, action, to].join(' ')
}

/** Whether this is what the server is being asked to do now. */
export function isBusyWith(state: IssueBenchState, type: IssueActionType, taskId?: string): boolean {
  const { task } = state
  if (task?.type !== type) return false
  return task.type !== 'finish-task' || taskId === undefined || task.taskId === taskId
}

function isChanged(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'ISSUE_CHANGED'
}

/** For a person: the server's own sentence, or that there was none. */
function reasonOf(error: unknown): string {
  return error instanceof ApiError
    ? `Not done: ${error.message}`
    : 'Not done: the server did not answer. Try again.'
}

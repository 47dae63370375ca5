import type { Issue } from '../../contracts/issue.ts'
import type { IssueStore } from '../../contracts/store.ts'
import type { WallMs } from '../../contracts/time.ts'
import { IssueEngine, type EngineOptions } from '../issue-engine.ts'
import { replay } from './restore.ts'

export interface ReplayDay extends EngineOptions {
  readonly store: IssueStore
  /** A state of before, and the time up to which contacts are in it. */
  readonly state: Uint8Array
  readonly since: WallMs
  readonly now: WallMs
}

/** An issue that was noticed, or came back, at a time. */
export interface Noticed {
  readonly subject: string
  readonly at: WallMs
}

export interface ReplayedDay {
  readonly same: readonly Noticed[]
  /** Then and not now, and the other way round. */
  readonly onlyThen: readonly Noticed[]
  readonly onlyNow: readonly Noticed[]
}

const MOST_ISSUES = 500

/**
 * Plays what was kept since a state into a detection of its own, and holds what it notices against what was noticed.
 * @returns null when this version cannot go on with the state.
 */
export async function replayDay({
  store,
  state,
  since,
  now,
  ...options
}: ReplayDay): Promise<ReplayedDay | null> {
  const kept = await store.listIssues({ limit: MOST_ISSUES })
  const engine = new IssueEngine(options)
  const before = kept.filter(({ openedAt }) => openedAt < since).map((issue) => asOf(issue, since))
  if (!engine.restore(state, before, [])) return null
  await replay({ engine, store, codes: options.codes, now }, since)
  const played = [...engine.book.dossiers()].map(({ issue }) => issue)
  const then = noticedIn(kept, since)
  const again = noticedIn(played, since)
  const has = (list: readonly Noticed[], one: Noticed): boolean =>
    list.some(({ subject, at }) => subject === one.subject && at === one.at)
  return {
    same: then.filter((one) => has(again, one)),
    onlyThen: then.filter((one) => !has(again, one)),
    onlyNow: again.filter((one) => !has(then, one)),
  }
}

/** The issue as it was at a time, as far as what it is noticed by goes. */
function asOf(issue: Issue, at: WallMs): Issue {
  const history = issue.history.filter((entry) => entry.at < at)
  const state = history.findLast(({ to }) => to !== null)?.to ?? 'new'
  return { ...issue, history, state, updatedAt: history.at(-1)?.at ?? issue.openedAt }
}

function noticedIn(issues: readonly Issue[], since: WallMs): readonly Noticed[] {
  return issues
    .flatMap(({ code, title, history }) =>
      history.flatMap(({ action, at }) =>
        at >= since && (action === 'opened' || action === 'came-back')
          ? [{ subject: code ?? title, at }]
          : [],
      ),
    )
    .toSorted((a, b) => a.at - b.at)
}

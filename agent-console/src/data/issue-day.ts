import type { Change, Issue } from '../../../server/contracts/issue.ts'
import type { VolumeNotice } from '../../../server/contracts/volume-notice.ts'
import { beganAt } from './issue-words.ts'
import { noticeWords } from './notices.ts'

/** One thing that happened on the day. */
export interface DayEntry {
  readonly at: number
  readonly kind: 'began' | 'found' | 'told' | 'fixed' | 'closed' | 'change' | 'notice' | 'state'
  readonly title: string
  readonly issueId: string | null
  /** What else is to be said: the line that agents got, who did it. */
  readonly text: string
  readonly by: string | null
}

/** How an issue lay in time: from its onset until it was repaired, or closed, or now. */
export interface DayBar {
  readonly issue: Issue
  readonly from: number
  readonly until: number
  readonly ended: boolean
}

/** What happened since then, newest first. */
export function dayEntries(
  issues: Iterable<Issue>,
  { changes, notices }: { readonly changes: readonly Change[]; readonly notices: readonly VolumeNotice[] },
  since: number,
): readonly DayEntry[] {
  const entries: DayEntry[] = changes.map(({ at, title, kind }) => ({
    at,
    kind: 'change',
    title,
    issueId: null,
    text: kind,
    by: null,
  }))
  for (const notice of notices) {
    const { at } = notice
    entries.push({ at, kind: 'notice', title: noticeWords(notice, at), issueId: null, text: '', by: null })
  }
  for (const issue of issues) entries.push(...entriesOf(issue))
  return entries.filter(({ at }) => at >= since).toSorted((one, other) => other.at - one.at)
}

function entriesOf(issue: Issue): readonly DayEntry[] {
  const { issueId, title, openedAt, history } = issue
  const about = { title, issueId }
  const entries: DayEntry[] = [
    // Newest first, and of the same time: it is found after it has begun.
    { ...about, at: openedAt, kind: 'found', text: '', by: null },
    { ...about, at: beganAt(issue), kind: 'began', text: '', by: null },
  ]
  for (const { at, by, action, to, note } of history) {
    const kind =
      action === 'advise' ? 'told' : to === 'fixed' ? 'fixed' : to === 'closed' ? 'closed' : 'state'
    // How it was found is said already; notes and tasks are the issue's own affair.
    if (kind === 'state' && (to === null || to === 'new')) continue
    entries.push({ ...about, at, kind, text: kind === 'state' ? (to ?? '') : (note ?? ''), by })
  }
  return entries
}

/** The issues that lasted into the time since then, by their onset. */
export function dayBars(
  issues: Iterable<Issue>,
  { since, now }: { readonly since: number; readonly now: number },
): readonly DayBar[] {
  return [...issues]
    .map((issue) => barOf(issue, now))
    .filter(({ until }) => until >= since)
    .toSorted((one, other) => one.from - other.from)
    .map((bar) => ({ ...bar, from: Math.max(bar.from, since) }))
}

function barOf(issue: Issue, now: number): DayBar {
  const over = issue.state === 'fixed' || issue.state === 'verified' || issue.state === 'closed'
  if (!over) return { issue, from: beganAt(issue), until: now, ended: false }
  const closedAt = issue.history.findLast(({ to }) => to === 'fixed' || to === 'closed')?.at
  const until = issue.verification?.sinceAt ?? closedAt ?? issue.updatedAt
  return { issue, from: beganAt(issue), until: Math.max(until, beganAt(issue)), ended: true }
}

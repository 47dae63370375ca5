import type { NotifyEntry, NotifyMessage, NotifyNews } from '../../contracts/notify.ts'
import { byGravity } from './severity-order.ts'

/** A merged message tells of so many issues; beyond, the two are sent one after the other. */
const MOST_ENTRIES = 100

/**
 * A message that takes the place of an older one about the same group that was never sent: the newer state of each
 * issue, with what the older one would have told of it. Null when it would be too much for one.
 */
export function merge(older: NotifyMessage, newer: NotifyMessage): NotifyMessage | null {
  const before = new Map(older.entries.map((entry) => [entry.issue.issueId, entry]))
  const merged = newer.entries.map(({ issue, news }): NotifyEntry => {
    const missed = before.get(issue.issueId)?.news ?? null
    before.delete(issue.issueId)
    return { issue, news: both(missed, news) }
  })
  // What only the older one tells of is not lost, such as an end.
  const rest = [...before.values()].filter(({ news }) => news !== null)
  const notices = [...older.notices, ...newer.notices]
  if (merged.length + rest.length + notices.length > MOST_ENTRIES) return null
  return { ...newer, notices, entries: [...merged, ...rest].toSorted((a, b) => byGravity(a.issue, b.issue)) }
}

/** To somebody who missed the beginning, a change of it is the beginning. */
function both(missed: NotifyNews | null, news: NotifyNews | null): NotifyNews | null {
  if (news === null || news === 'repeated') return missed ?? news
  if (news === 'changed' && (missed === 'opened' || missed === 'reopened')) return missed
  return news
}

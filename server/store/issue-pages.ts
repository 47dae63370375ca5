import { AppError } from '../contracts/errors.ts'
import type { IssueQuery } from '../contracts/issue-desk.ts'
import type { ContactQuery } from '../contracts/store.ts'
import { checkLimit } from './page.ts'
import { whereAll, type Condition, type Selection } from './where.ts'

const MAX_CONTACTS = 100_000

/**
 * The statement for a page of contacts, oldest first. Numbers ascend with time except where the machine's clock was
 * put back; so the period is first turned into a range of numbers, which no sorting is needed for, and then checked.
 * @throws AppError `REQUEST_INVALID` when the limit is not 1 to 100,000.
 */
export function selectContacts(query: ContactQuery): Selection {
  const { since, before, after, code, ids, limit } = query
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_CONTACTS) {
    throw new AppError('REQUEST_INVALID', `limit: expected 1 to ${MAX_CONTACTS}.`)
  }
  const lead = code === undefined ? 'contacts' : 'contact_codes'
  const { where, values } = whereAll([
    [`${lead}.code = ?`, code],
    ['contacts.contact_id IN (SELECT value FROM json_each(?))', ids && JSON.stringify(ids)],
    // A plus sign keeps an index out of it: ids are looked up, everything else is walked by number.
    ...rangeOf(`${lead}.seq`, query),
    [`+${lead}.arrived_at >= ?`, since],
    [`+${lead}.arrived_at < ?`, before],
    [`${ids === undefined ? '' : '+'}${lead}.seq > ?`, after],
  ])
  const from = code === undefined ? 'contacts' : 'contact_codes CROSS JOIN contacts USING (seq)'
  return {
    sql: `SELECT contacts.* FROM ${from} ${where} ORDER BY ${lead}.seq LIMIT ?`,
    values: [...values, limit],
  }
}

function rangeOf(seq: string, { since, before, after, ids }: ContactQuery): readonly Condition[] {
  if (ids !== undefined) return []
  const period = before === undefined ? 'arrived_at >= ?' : 'arrived_at >= ? AND arrived_at < ?'
  const times = before === undefined ? [since] : [since, before]
  return [
    ...(after === undefined ? [bound('>=', 'min')] : []),
    ...(before === undefined ? [] : [bound('<=', 'max')]),
  ]

  function bound(compare: string, which: string): Condition {
    return [`${seq} ${compare} (SELECT ${which}(+seq) FROM contacts WHERE ${period})`, ...times]
  }
}

/**
 * The statement for a page of issues, newest first.
 * @throws AppError `REQUEST_INVALID` when the limit is not 1 to 500.
 */
export function selectIssues({ states = [], channel, code, active, before, limit }: IssueQuery): Selection {
  checkLimit(limit)
  const { where, values } = whereAll([
    ['state IN (SELECT value FROM json_each(?))', states.length === 0 ? undefined : JSON.stringify(states)],
    ['channel = ?', channel],
    ['code = ?', code],
    ['active = ?', active === undefined ? undefined : Number(active)],
    ['opened_at < ?', before],
  ])
  return {
    sql: `SELECT body FROM issues ${where} ORDER BY opened_at DESC, rowid DESC LIMIT ?`,
    values: [...values, limit],
  }
}

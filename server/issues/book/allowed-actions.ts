import type { IssueActionType } from '../../contracts/issue-desk.ts'
import type { IssueState } from '../../contracts/issue.ts'

const ALWAYS: readonly IssueActionType[] = ['add-task', 'finish-task', 'note']
const OPEN: readonly IssueActionType[] = [
  'own',
  'advise',
  'withdraw-advice',
  'fixed',
  'close',
  'silence',
  ...ALWAYS,
]

/** What may be done to an issue in each state. The only place that says so. */
export const ALLOWED: Readonly<Record<IssueState, readonly IssueActionType[]>> = {
  new: ['acknowledge', ...OPEN],
  acknowledged: OPEN,
  owned: OPEN,
  'fix-announced': OPEN,
  fixed: ['own', 'reopen', 'close', 'silence', ...ALWAYS],
  verified: ['reopen', 'close', 'silence', ...ALWAYS],
  closed: ['reopen', ...ALWAYS],
}

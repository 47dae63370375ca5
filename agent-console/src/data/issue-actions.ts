import type { IssueState } from '../../../server/contracts/issue.ts'
import type { IssueActionType } from '../../../server/contracts/issue-desk.ts'

interface Offer {
  /** The step that is next in the issue's life. */
  readonly next: IssueActionType
  readonly others: readonly IssueActionType[]
}

/** What the page offers in each state. The server decides; it says why when it refuses. */
const OFFERS: Readonly<Record<IssueState, Offer>> = {
  new: { next: 'acknowledge', others: ['own', 'advise', 'fixed', 'silence', 'note', 'close'] },
  acknowledged: { next: 'own', others: ['advise', 'fixed', 'silence', 'note', 'close'] },
  owned: { next: 'advise', others: ['own', 'fixed', 'silence', 'note', 'close'] },
  'fix-announced': { next: 'fixed', others: ['own', 'advise', 'silence', 'note', 'close'] },
  fixed: { next: 'close', others: ['reopen', 'own', 'silence', 'note'] },
  verified: { next: 'close', others: ['reopen', 'silence', 'note'] },
  closed: { next: 'reopen', others: ['note'] },
}

export function offerOf(state: IssueState): Offer {
  return OFFERS[state]
}

export function isOffered(state: IssueState, action: IssueActionType): boolean {
  const { next, others } = OFFERS[state]
  return next === action || others.includes(action)
}

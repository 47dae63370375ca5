import type { Issue } from '../../contracts/issue.ts'
import type { NotifyNews, NotifyTold } from '../../contracts/notify.ts'
import type { Manner } from './manner.ts'

/** An issue is over for those outside when its figures are as expected again, or its team says that it is done. */
export function isOver({ active, state }: Issue): boolean {
  return !active || state === 'verified' || state === 'closed'
}

/**
 * What of an issue is worth a message when it changes: where its team stands with it, how grave it is, and what they
 * say. Figures and quotes are not: they change every few minutes, and are in each message as they are then.
 */
export function standingOf(issue: Issue, { openingsOnly }: Manner): string {
  if (isOver(issue)) return 'over'
  if (openingsOnly) return `opened ${issue.timesReopened}`
  const { state, severity, owner, advice, timesReopened } = issue
  return JSON.stringify([
    timesReopened,
    state,
    severity,
    owner,
    advice?.text ?? null,
    advice?.fixExpectedAt ?? null,
  ])
}

/** What is new of an issue to somebody who was told this of it; null: nothing. */
export function newsOf(issue: Issue, told: NotifyTold | undefined, manner: Manner): NotifyNews | null {
  const standing = standingOf(issue, manner)
  if (told?.standing === standing) return null
  if (isOver(issue)) return manner.openingsOnly ? null : 'over'
  if (told === undefined) return issue.timesReopened === 0 ? 'opened' : 'reopened'
  return told.over || manner.openingsOnly ? 'reopened' : 'changed'
}

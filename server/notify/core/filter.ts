import type { CodeId } from '../../contracts/contact.ts'
import type { Issue, IssueState } from '../../contracts/issue.ts'
import type { NotifyFilter } from '../../contracts/subscription.ts'
import { atLeast } from './severity-order.ts'

/** The codes above one in the frame, of which it is a part: `web.payment` and `web` for `web.payment.freezes`. */
export function codesAbove(code: CodeId): readonly CodeId[] {
  const parts = code.split('.')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'))
}

/** Whether a subscription is for this issue, whatever state it is in. */
export function isFor(filter: NotifyFilter, issue: Issue): boolean {
  const { code, unit } = issue
  return (
    holds(
      filter.codes,
      (wanted) => code !== null && (code === wanted || codesAbove(code).includes(wanted)),
    ) &&
    holds(filter.channels, (wanted) => isOn(issue, wanted)) &&
    holds(filter.units, (wanted) => unit === wanted) &&
    (filter.minSeverity === undefined || atLeast(issue.severity, filter.minSeverity))
  )
}

/** Whether a subscription wants to be told of issues in this state. */
export function wantsState(filter: NotifyFilter, state: IssueState): boolean {
  return holds(filter.states, (wanted) => wanted === state)
}

/** Whether a subscription asks for this state by its name. */
export function namesState(filter: NotifyFilter, state: IssueState): boolean {
  return filter.states?.includes(state) === true
}

/** An issue of no one channel is on all that it was heard on. */
function isOn({ channel, counts }: Issue, wanted: NonNullable<Issue['channel']>): boolean {
  return channel === null ? (counts.byChannel[wanted] ?? 0) > 0 : channel === wanted
}

/** An empty or absent list lets everything pass. */
function holds<T>(list: readonly T[] | undefined, test: (wanted: T) => boolean): boolean {
  return list === undefined || list.length === 0 || list.some(test)
}

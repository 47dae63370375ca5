import { assertNever } from '../../contracts/assert-never.ts'
import { AppError } from '../../contracts/errors.ts'
import type { IssueAction } from '../../contracts/issue-desk.ts'
import type { Issue, IssueState } from '../../contracts/issue.ts'
import type { WallMs } from '../../contracts/time.ts'
import { ALLOWED } from './allowed-actions.ts'

export interface ActionContext {
  readonly by: string
  readonly now: WallMs
  /** Id of a task that is added. */
  readonly newTaskId: string
  /** The revision of the issue that the person saw; absent: whichever. */
  readonly revision?: number | undefined
}

/** Tasks and entries of the history that an issue holds at most; the first entries stay, those in the middle go. */
const MOST_TASKS = 200
const MOST_HISTORY = 500

/**
 * The issue after somebody acted on it, with the action in its history.
 * @throws AppError `ISSUE_ACTION_REFUSED`, `NOT_FOUND` for a task that is not there.
 */
export function applyAction(issue: Issue, action: IssueAction, context: ActionContext): Issue {
  const allowed = ALLOWED[issue.state]
  if (!allowed.includes(action.type)) {
    throw refused(`The issue is ${issue.state}, which allows: ${allowed.join(', ')}.`)
  }
  const changed = changeOf(issue, action, context)
  return record(
    { ...issue, ...changed },
    { by: context.by, at: context.now, action: action.type, from: issue.state, note: noteOf(action) },
  )
}

interface Happened {
  readonly by: string | null
  readonly at: WallMs
  readonly action: string
  readonly from: IssueState | null
  readonly note: string | null
}

/** Writes into the history what led to the issue's state. */
export function record(issue: Issue, { from, ...happened }: Happened): Issue {
  const to = from === issue.state ? null : issue.state
  const entry = { ...happened, from: to === null ? null : from, to }
  const history = [...issue.history, entry]
  const kept = history.length <= MOST_HISTORY ? history : [...history.slice(0, 1), ...history.slice(2)]
  return { ...issue, history: kept, updatedAt: happened.at }
}

/** The end of an issue's advice, wherever it ends. */
export const NO_ADVICE = { advice: null } as const

/** An issue that is there again, and nobody has looked at since. */
export function reopened(issue: Issue): Partial<Issue> {
  return { state: 'new', timesReopened: issue.timesReopened + 1, verification: null, silencedUntil: null }
}

function changeOf(issue: Issue, action: IssueAction, { by, now, newTaskId }: ActionContext): Partial<Issue> {
  switch (action.type) {
    case 'acknowledge':
      return { state: 'acknowledged' }
    case 'own':
      return { owner: action.owner, state: stateOfOwned(issue.state) }
    case 'advise':
      return {
        advice: { text: action.text, by, at: now, fixExpectedAt: action.fixExpectedAt },
        state: action.fixExpectedAt === null ? seen(issue) : 'fix-announced',
      }
    case 'withdraw-advice':
      if (issue.advice === null) throw refused('The issue has no advice that could be withdrawn.')
      return { ...NO_ADVICE, state: issue.state === 'fix-announced' ? handled(issue) : issue.state }
    case 'fixed':
      return { ...NO_ADVICE, state: 'fixed' }
    case 'close':
      return { ...NO_ADVICE, state: 'closed' }
    case 'reopen':
      return reopened(issue)
    case 'silence':
      return { silencedUntil: action.until }
    case 'add-task':
      return { tasks: withTask(issue, action, newTaskId) }
    case 'finish-task':
      return { tasks: withFinished(issue, action.taskId, now) }
    case 'note':
      return {}
    default:
      return assertNever(action)
  }
}

function noteOf(action: IssueAction): string | null {
  switch (action.type) {
    case 'own':
      return action.owner
    case 'advise':
    case 'note':
      return action.text
    case 'add-task':
      return action.title
    case 'finish-task':
      return action.taskId
    case 'acknowledge':
    case 'fixed':
    case 'close':
    case 'reopen':
    case 'silence':
      return action.note ?? null
    case 'withdraw-advice':
      return null
    default:
      return assertNever(action)
  }
}

/** Whoever owns it has seen it; what has been promised or repaired since stays so. */
function stateOfOwned(state: IssueState): IssueState {
  return state === 'new' || state === 'acknowledged' ? 'owned' : state
}

/** Whoever writes to the floor has seen the issue. */
function seen({ state }: Issue): IssueState {
  return state === 'new' ? 'acknowledged' : state
}

/** What an issue was before a fix was announced. */
function handled({ owner }: Issue): IssueState {
  return owner === null ? 'acknowledged' : 'owned'
}

function withTask(
  { tasks }: Issue,
  { title, owner, dueAt, acceptance }: Extract<IssueAction, { type: 'add-task' }>,
  taskId: string,
): Issue['tasks'] {
  if (tasks.length >= MOST_TASKS) throw refused(`An issue has at most ${String(MOST_TASKS)} tasks.`)
  return [...tasks, { taskId, title, owner, dueAt, acceptance, doneAt: null }]
}

function withFinished({ tasks }: Issue, taskId: string, now: WallMs): Issue['tasks'] {
  if (!tasks.some((task) => task.taskId === taskId)) {
    throw new AppError('NOT_FOUND', 'The issue has no task of this id.')
  }
  return tasks.map((task) => (task.taskId === taskId ? { ...task, doneAt: task.doneAt ?? now } : task))
}

function refused(detail: string): AppError {
  return new AppError('ISSUE_ACTION_REFUSED', detail)
}

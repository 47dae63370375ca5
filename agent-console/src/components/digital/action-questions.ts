import type { IssueActionType } from '../../../../server/contracts/issue-desk.ts'

/** Actions that need to know something before they are done. */
export type AskedType = Extract<
  IssueActionType,
  'own' | 'fixed' | 'close' | 'reopen' | 'silence' | 'note' | 'add-task'
>

interface Question {
  readonly title: string
  /** What will happen. */
  readonly effect: string
  readonly confirm: string
}

const QUESTIONS: Readonly<Record<AskedType, Question>> = {
  own: {
    title: 'Who takes it?',
    effect: 'The name stands on the issue, for the digital team and for supervisors.',
    confirm: 'Take it',
  },
  fixed: {
    title: 'Is it fixed?',
    effect:
      'Agents stop saying the line at once. From now on contacts are measured against what is usual, and you see whether the fix holds.',
    confirm: 'It is fixed',
  },
  close: {
    title: 'Close this issue?',
    effect: 'It leaves the boards. When customers talk of it again, it comes back as new.',
    confirm: 'Close it',
  },
  reopen: {
    title: 'Open it again?',
    effect: 'It goes back among the open issues, with its history.',
    confirm: 'Open it again',
  },
  silence: {
    title: 'Keep it quiet?',
    effect:
      'Nobody is told of changes of this issue by message until then. It stays on this page, and agents still see the line.',
    confirm: 'Save',
  },
  note: {
    title: 'Add a note',
    effect: 'It stands in the history, under your name.',
    confirm: 'Add the note',
  },
  'add-task': {
    title: 'Add a task',
    effect: 'Something that must be done so that it is over, and does not come back.',
    confirm: 'Add the task',
  },
}

export const SILENCES: readonly { readonly hours: number; readonly name: string }[] = [
  { hours: 1, name: '1 hour' },
  { hours: 4, name: '4 hours' },
  { hours: 24, name: '1 day' },
  { hours: 168, name: '1 week' },
]

export function questionOf(type: AskedType): Question {
  return QUESTIONS[type]
}

/** Whether the reason belongs to the deed: what was closed without one cannot be judged later. */
export function needsNote(type: AskedType): boolean {
  return type === 'close' || type === 'reopen' || type === 'silence' || type === 'note'
}

export function isAsked(type: IssueActionType): type is AskedType {
  return Object.hasOwn(QUESTIONS, type)
}

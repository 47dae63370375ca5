import type { AlertCase, CaseAction, CaseActionType, CaseState } from '../contracts/alert-case.ts'
import { assertNever } from '../contracts/assert-never.ts'
import { AppError } from '../contracts/errors.ts'
import type { WallMs } from '../contracts/time.ts'
import { next } from './case-alerts.ts'

/** What may be done in which state. */
const ALLOWED: Readonly<Record<CaseState, readonly CaseActionType[]>> = {
  new: ['see', 'own', 'resolve', 'snooze', 'wake', 'note'],
  seen: ['see', 'own', 'resolve', 'snooze', 'wake', 'note'],
  owned: ['see', 'own', 'release', 'resolve', 'snooze', 'wake', 'note'],
  resolved: ['see', 'reopen', 'note'],
}

export interface ActedBy {
  readonly by: string
  readonly now: WallMs
}

/**
 * What a person makes of a case; the same case when it changes nothing, as looking at it a second time.
 * @throws AppError `CASE_ACTION_REFUSED` when its state does not allow it.
 */
export function act(before: AlertCase, action: CaseAction, { by, now }: ActedBy): AlertCase {
  if (!ALLOWED[before.state].includes(action.type)) {
    const allowed = ALLOWED[before.state].join(', ')
    throw new AppError('CASE_ACTION_REFUSED', `It is ${before.state}, which allows ${allowed}.`)
  }
  const changed = change(before, action, { by, now })
  if (changed === before) return before
  const note = 'note' in action ? action.note : null
  return next(changed, now, { by, action: action.type, note })
}

/** Out of sight no longer, when its time has come; the same case else. */
export function wakeUp(before: AlertCase, now: WallMs): AlertCase {
  if (before.snoozedUntil === null || before.snoozedUntil > now) return before
  return next({ ...before, snoozedUntil: null }, now, { by: null, action: 'woken', note: null })
}

function change(before: AlertCase, action: CaseAction, { by, now }: ActedBy): AlertCase {
  switch (action.type) {
    case 'see':
      return before.state === 'new' ? { ...before, state: 'seen' } : before
    case 'own':
      return before.owner === by ? before : { ...before, state: 'owned', owner: by }
    case 'release':
      return { ...before, state: 'seen', owner: null }
    case 'resolve':
      return { ...before, state: 'resolved', snoozedUntil: null, snoozedUntilChange: false }
    case 'reopen':
      return { ...before, state: 'seen', owner: null, timesReopened: before.timesReopened + 1 }
    case 'snooze':
      return snooze(before, action.until, now)
    case 'wake':
      if (before.snoozedUntil === null && !before.snoozedUntilChange) return before
      return { ...before, snoozedUntil: null, snoozedUntilChange: false }
    case 'note':
      return { ...before }
    default:
      return assertNever(action)
  }
}

function snooze(before: AlertCase, until: WallMs | null, now: WallMs): AlertCase {
  if (until !== null && until <= now) {
    throw new AppError('REQUEST_INVALID', 'until: expected a time that is still to come.')
  }
  return { ...before, snoozedUntil: until, snoozedUntilChange: until === null }
}

import type { AlertCase, CaseAction, CaseEffect } from '../contracts/alert-case.ts'
import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import { act, wakeUp, type ActedBy } from './case-actions.ts'
import { next, openCase, takeAlert, withEffects } from './case-alerts.ts'

/** What is done with stays at hand for so long after its call's end, everything else for a day; in milliseconds. */
const DONE_MS = 600_000
const DAY_MS = 86_400_000

export interface CaseChange {
  readonly action: CaseAction
  readonly acted: ActedBy
  /** Of the copy that the person has seen; absent: whatever it is now. */
  readonly revision?: number | undefined
}

/** The cases at hand, and what is known of live calls. */
export class CaseBook {
  readonly #cases = new Map<string, AlertCase>()
  readonly #byCall = new Map<CallId, string>()
  readonly #queues = new Map<CallId, string>()

  get size(): number {
    return this.#cases.size
  }

  get all(): Iterable<AlertCase> {
    return this.#cases.values()
  }

  get(caseId: string): AlertCase | undefined {
    return this.#cases.get(caseId)
  }

  /** Takes up a case as it was kept. */
  adopt(kept: AlertCase): void {
    this.#put(kept)
  }

  /** The queue that a call is in; null: nobody says. */
  setQueue(callId: CallId, queue: string | null): void {
    if (queue === null) this.#queues.delete(callId)
    else this.#queues.set(callId, queue)
  }

  /** Takes the next state of an alert; null when it changes no case. */
  takeAlert(outcome: Outcome, now: WallMs): AlertCase | null {
    if (outcome.state === 'held') return null
    const known = this.#ofCall(outcome.callId)
    if (known === undefined) {
      if (outcome.state === 'retracted') return null
      const queue = this.#queues.get(outcome.callId) ?? null
      // The outcome's id is unique and the same in a replay, and so is the case's.
      return this.#put(openCase(outcome, { caseId: outcome.outcomeId, queue }))
    }
    const taken = takeAlert(known, outcome, now)
    return taken === null ? null : this.#put(taken)
  }

  /** Takes what came of stepping into the call; null when it has no case, or nothing came. */
  takeEffects(callId: CallId, effects: readonly CaseEffect[], now: WallMs): AlertCase | null {
    const known = effects.length === 0 ? undefined : this.#ofCall(callId)
    return known === undefined ? null : this.#put(withEffects(known, effects, now))
  }

  /** The call is over; null when it has no case. */
  endCall(callId: CallId, now: WallMs): AlertCase | null {
    this.#queues.delete(callId)
    const known = this.#ofCall(callId)
    if (known === undefined || known.callEnded) return null
    return this.#put(next({ ...known, callEnded: true }, now, null))
  }

  /** @throws AppError `NOT_FOUND`, `CASE_CHANGED`, `CASE_ACTION_REFUSED`, `REQUEST_INVALID`. */
  act(caseId: string, { action, acted, revision }: CaseChange): AlertCase {
    const before = this.#cases.get(caseId)
    if (before === undefined) throw new AppError('NOT_FOUND')
    if (revision !== undefined && revision !== before.revision) throw new AppError('CASE_CHANGED')
    return this.#put(act(before, action, acted))
  }

  /** Wakes what was snoozed until now, and lets go of what nobody needs at hand any more. */
  advanceTo(now: WallMs): readonly AlertCase[] {
    const woken: AlertCase[] = []
    for (const each of this.#cases.values()) {
      const awake = wakeUp(each, now)
      if (awake !== each) woken.push(this.#put(awake))
      const keepMs = awake.state === 'resolved' ? DONE_MS : DAY_MS
      if (awake.callEnded && now - awake.updatedAt > keepMs) this.#drop(awake)
    }
    return woken
  }

  #ofCall(callId: CallId): AlertCase | undefined {
    return this.#cases.get(this.#byCall.get(callId) ?? '')
  }

  #put(changed: AlertCase): AlertCase {
    this.#cases.set(changed.caseId, changed)
    this.#byCall.set(changed.callId, changed.caseId)
    return changed
  }

  #drop({ caseId, callId }: AlertCase): void {
    this.#cases.delete(caseId)
    if (this.#byCall.get(callId) === caseId) this.#byCall.delete(callId)
  }
}

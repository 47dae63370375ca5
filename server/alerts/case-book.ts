import type { AlertCase, CaseAction, CaseEffect } from '../contracts/alert-case.ts'
import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import { isSamePlace } from '../contracts/floor.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import { act, wakeUp, type ActedBy } from './case-actions.ts'
import type { KnownCalls } from './known-calls.ts'
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

/** The cases at hand. */
export class CaseBook {
  readonly #calls: Pick<KnownCalls, 'placeOf' | 'queueOf'>
  readonly #cases = new Map<string, AlertCase>()
  readonly #byCall = new Map<CallId, string>()
  /** The revision in which each case's history last went on; figures and effects change without. */
  readonly #toldAtRevision = new Map<string, number>()

  constructor(calls: Pick<KnownCalls, 'placeOf' | 'queueOf'>) {
    this.#calls = calls
  }

  get size(): number {
    return this.#cases.size
  }

  get all(): Iterable<AlertCase> {
    return this.#cases.values()
  }

  get(caseId: string): AlertCase | undefined {
    return this.#cases.get(caseId)
  }

  /** Takes up a case as it is, and gives it back. */
  put(changed: AlertCase): AlertCase {
    const { caseId, callId, history, revision } = changed
    if (this.#cases.get(caseId)?.history !== history) this.#toldAtRevision.set(caseId, revision)
    this.#cases.set(caseId, changed)
    if (callId !== null) this.#byCall.set(callId, caseId)
    return changed
  }

  /** The case goes with its call to whoever has it now; null: it has none, or is there already. */
  followCall(callId: CallId, now: WallMs): AlertCase | null {
    const known = this.#ofCall(callId)
    const place = this.#calls.placeOf(callId)
    if (known === undefined || known.places.every((before) => isSamePlace(before, place))) return null
    return this.put(next({ ...known, places: [place] }, now, null))
  }

  /** Takes the next state of an alert; null when it changes no case. */
  takeAlert(outcome: Outcome, now: WallMs): AlertCase | null {
    if (outcome.state === 'held') return null
    const known = this.#ofCall(outcome.callId)
    if (known === undefined) {
      if (outcome.state === 'retracted') return null
      const { callId, outcomeId } = outcome
      const queue = this.#calls.queueOf(callId)
      const place = this.#calls.placeOf(callId)
      // The outcome's id is unique and the same in a replay, and so is the case's.
      return this.put(openCase(outcome, { caseId: outcomeId, queue, place }))
    }
    const taken = takeAlert(known, outcome, now)
    return taken === null ? null : this.put(taken)
  }

  /** Takes what came of stepping into the call; null when it has no case, or nothing came. */
  takeEffects(callId: CallId, effects: readonly CaseEffect[], now: WallMs): AlertCase | null {
    const known = effects.length === 0 ? undefined : this.#ofCall(callId)
    return known === undefined ? null : this.put(withEffects(known, effects, now))
  }

  /** The call is over; null when it has no case. */
  endCall(callId: CallId, now: WallMs): AlertCase | null {
    const known = this.#ofCall(callId)
    if (known === undefined || known.callEnded) return null
    return this.put(next({ ...known, callEnded: true }, now, null))
  }

  /** @throws AppError `NOT_FOUND`, `CASE_CHANGED`, `CASE_ACTION_REFUSED`, `REQUEST_INVALID`. */
  act(caseId: string, { action, acted, revision }: CaseChange): AlertCase {
    const before = this.#cases.get(caseId)
    if (before === undefined) throw new AppError('NOT_FOUND')
    if (revision !== undefined && revision < (this.#toldAtRevision.get(caseId) ?? 0)) {
      throw new AppError('CASE_CHANGED')
    }
    return this.put(act(before, action, acted))
  }

  /** Wakes what was snoozed until now, and lets go of what nobody needs at hand any more. */
  advanceTo(now: WallMs): readonly AlertCase[] {
    const woken: AlertCase[] = []
    for (const each of this.#cases.values()) {
      const awake = wakeUp(each, now)
      if (awake !== each) woken.push(this.put(awake))
      const keepMs = awake.state === 'resolved' ? DONE_MS : DAY_MS
      if (awake.callEnded && now - awake.updatedAt > keepMs) this.#drop(awake)
    }
    return woken
  }

  #ofCall(callId: CallId): AlertCase | undefined {
    return this.#cases.get(this.#byCall.get(callId) ?? '')
  }

  #drop({ caseId, callId }: AlertCase): void {
    this.#cases.delete(caseId)
    this.#toldAtRevision.delete(caseId)
    if (callId !== null && this.#byCall.get(callId) === caseId) this.#byCall.delete(callId)
  }
}

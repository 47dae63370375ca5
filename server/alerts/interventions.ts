import type { CaseEffect } from '../contracts/alert-case.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import { callMs, type CallMs } from '../contracts/time.ts'
import type { Utterance } from '../contracts/transcript.ts'
import { affectLately, initialAffect, type Affect } from '../language/sentiment/affect.ts'
import { hearFinal } from '../language/sentiment/hear-final.ts'

/** As long as `affectLately` looks back, in milliseconds of call time. */
const AFTER_MS = 60_000
/** Interventions of one call that wait for their minute to pass; more of them could not be told apart. */
const MOST_WAITING = 10
const STEPS = 100

type Begun = Omit<CaseEffect, 'after'>

interface CallState {
  readonly language: string
  affect: Affect
  waiting: readonly Begun[]
}

/** How customers sound before and after somebody steps in, by the words of finals. Pure: its clock is call time. */
export class Interventions {
  readonly #calls = new Map<CallId, CallState>()

  startCall({ callId, language }: CallInfo): void {
    this.#calls.set(callId, { language, affect: initialAffect, waiting: [] })
  }

  hear(utterance: Utterance): void {
    const call = this.#calls.get(utterance.callId)
    if (call === undefined || utterance.party !== 'customer' || utterance.state !== 'final') return
    call.affect = hearFinal(call.affect, utterance, call.language)
  }

  /** Somebody steps into a live call; of any other it is not known how it sounded. */
  begin(callId: CallId, step: Pick<CaseEffect, 'by' | 'action' | 'atMs'>): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    const before = rounded(affectLately(call.affect, step.atMs))
    call.waiting = [...call.waiting, { ...step, before }].slice(-MOST_WAITING)
  }

  /** What came of the steps whose minute is over; where nothing counted in either minute there is nothing to tell. */
  advanceTo(callId: CallId, atMs: CallMs): readonly CaseEffect[] {
    const call = this.#calls.get(callId)
    if (call === undefined || call.waiting.length === 0) return []
    const due = call.waiting.filter((begun) => begun.atMs + AFTER_MS <= atMs)
    if (due.length === 0) return []
    call.waiting = call.waiting.filter((begun) => !due.includes(begun))
    return toEffects(due, call.affect)
  }

  /** The call is over: what was said until now is all there is. */
  endCall(callId: CallId): readonly CaseEffect[] {
    const call = this.#calls.get(callId)
    this.#calls.delete(callId)
    return call === undefined ? [] : toEffects(call.waiting, call.affect)
  }

  clear(): void {
    this.#calls.clear()
  }
}

function toEffects(due: readonly Begun[], affect: Affect): readonly CaseEffect[] {
  return due
    .map((begun) => ({ ...begun, after: rounded(affectLately(affect, callMs(begun.atMs + AFTER_MS))) }))
    .filter(({ before, after }) => before !== null && after !== null)
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * STEPS) / STEPS
}

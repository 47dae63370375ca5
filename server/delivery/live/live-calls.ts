import type { AlertCase } from '../../contracts/alert-case.ts'
import type { AssistState } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import type { PlaceOfCall } from '../../contracts/floor.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { Clock } from '../../platform/clock.ts'
import { startLiveCall, stepLiveCall, type LiveCall, type LiveCallLimits } from './live-call.ts'

export interface LiveCallsOptions {
  readonly clock: Clock
  readonly placeOf: PlaceOfCall
  readonly limits: LiveCallLimits & { readonly keepEndedMs: number }
}

type Message = CallMessage | Outcome | AssistState | AlertCase

/** A call before and after one message; `after` null: the message belongs to no call that is known. */
export interface LiveCallChange {
  readonly before: LiveCall | null
  readonly after: LiveCall | null
}

/** All calls that are live, and those that ended a moment ago. */
export class LiveCalls {
  readonly #calls = new Map<CallId, LiveCall>()
  readonly #forgetting = new Map<CallId, () => void>()
  readonly #clock: Clock
  readonly #placeOf: PlaceOfCall
  readonly #limits: LiveCallsOptions['limits']

  constructor(options: LiveCallsOptions) {
    this.#clock = options.clock
    this.#placeOf = options.placeOf
    this.#limits = options.limits
  }

  get size(): number {
    return this.#calls.size
  }

  get(callId: CallId): LiveCall | null {
    return this.#calls.get(callId) ?? null
  }

  values(): IterableIterator<LiveCall> {
    return this.#calls.values()
  }

  apply(message: Message): LiveCallChange {
    const { callId } = message
    // A case about many calls is of none of them.
    if (callId === null) return { before: null, after: null }
    const before = this.get(callId)
    const after = this.#step(before, message)
    if (after === null) return { before, after }
    this.#calls.set(callId, after)
    if (message.type === 'start') this.#keep(message.callId)
    if (message.type === 'end') this.#forgetLater(message.callId)
    return { before, after }
  }

  clear(): void {
    for (const cancel of this.#forgetting.values()) cancel()
    this.#forgetting.clear()
    this.#calls.clear()
  }

  #step(before: LiveCall | null, message: CallMessage | Outcome | AssistState | AlertCase): LiveCall | null {
    if (message.type === 'start') return startLiveCall(message, this.#placeOf(message.call))
    if (before === null) return null
    const after = stepLiveCall({ before, message, limits: this.#limits })
    if (message.type !== 'update') return after
    const { agentId, attributes } = message.change
    // Only whoever takes it, or another team in its attributes, moves a call.
    return agentId === undefined && attributes === undefined
      ? after
      : { ...after, place: this.#placeOf(after.call) }
  }

  /** The same call id may start again within the time that its ended call is still shown. */
  #keep(callId: CallId): void {
    this.#forgetting.get(callId)?.()
    this.#forgetting.delete(callId)
  }

  #forgetLater(callId: CallId): void {
    this.#keep(callId)
    const cancel = this.#clock.after(this.#limits.keepEndedMs, () => {
      this.#forgetting.delete(callId)
      this.#calls.delete(callId)
    })
    this.#forgetting.set(callId, cancel)
  }
}

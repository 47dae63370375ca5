import type { CallId } from '../contracts/call.ts'
import { CallOutcomes, type CallOutcomesOptions } from './call-outcomes.ts'

/**
 * The end of a call makes rules settle what is open, and those matches arrive after the end. So the state of
 * the calls that ended last is kept; enough for many calls that end in the same moment.
 */
const ENDED_CALLS_KEPT = 64

/** The outcomes of the calls that are live, and of the few that have just ended. */
export class CallBook {
  readonly #live = new Map<CallId, CallOutcomes>()
  readonly #ended = new Map<CallId, CallOutcomes>()

  /** How many calls have state here, for the metric. */
  get size(): number {
    return this.#live.size + this.#ended.size
  }

  /** A call id may come again after its end; it starts anew. */
  open(callId: CallId, options: CallOutcomesOptions): void {
    this.#ended.delete(callId)
    this.#live.set(callId, new CallOutcomes(options))
  }

  get(callId: CallId): CallOutcomes | undefined {
    return this.#live.get(callId) ?? this.#ended.get(callId)
  }

  end(callId: CallId): void {
    const outcomes = this.#live.get(callId)
    if (outcomes === undefined) return
    this.#live.delete(callId)
    this.#ended.set(callId, outcomes)
    if (this.#ended.size <= ENDED_CALLS_KEPT) return
    for (const oldest of this.#ended.keys()) {
      this.#ended.delete(oldest)
      return
    }
  }

  clear(): void {
    this.#live.clear()
    this.#ended.clear()
  }
}

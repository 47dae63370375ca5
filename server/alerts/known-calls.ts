import type { CallChange } from '../contracts/audio.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import { NOWHERE, type FloorPlace, type PlaceOfCall } from '../contracts/floor.ts'

/** Calls that ended last: rules settle what is open at the end of a call, and those alerts come after it. */
const ENDED_KEPT = 1000

export interface KnownCallsOptions {
  readonly placeOf: PlaceOfCall
  /** The attribute that names the queue of a call. */
  readonly queueAttribute: string
}

interface KnownCall {
  readonly call: Pick<CallInfo, 'agentId' | 'attributes'>
  readonly place: FloorPlace
}

/** Where calls are: those that are live, and the few that have just ended. */
export class KnownCalls {
  readonly #options: KnownCallsOptions
  readonly #calls = new Map<CallId, KnownCall>()
  readonly #ended = new Set<CallId>()

  constructor(options: KnownCallsOptions) {
    this.#options = options
  }

  placeOf(callId: CallId): FloorPlace {
    return this.#calls.get(callId)?.place ?? NOWHERE
  }

  /** Null: nobody says. */
  queueOf(callId: CallId): string | null {
    const queue = this.#calls.get(callId)?.call.attributes[this.#options.queueAttribute]
    return queue === undefined || queue === '' ? null : queue
  }

  start({ callId, agentId, attributes }: CallInfo): void {
    this.#ended.delete(callId)
    this.#know(callId, { agentId, attributes })
  }

  update(callId: CallId, { agentId, attributes }: CallChange): void {
    const known = this.#calls.get(callId)?.call
    if (known === undefined || (agentId === undefined && attributes === undefined)) return
    this.#know(callId, {
      agentId: agentId ?? known.agentId,
      attributes: { ...known.attributes, ...attributes },
    })
  }

  end(callId: CallId): void {
    if (!this.#calls.has(callId)) return
    this.#ended.add(callId)
    const [oldest] = this.#ended
    if (this.#ended.size <= ENDED_KEPT || oldest === undefined) return
    this.#ended.delete(oldest)
    this.#calls.delete(oldest)
  }

  clear(): void {
    this.#calls.clear()
    this.#ended.clear()
  }

  #know(callId: CallId, call: KnownCall['call']): void {
    this.#calls.set(callId, { call, place: this.#options.placeOf(call) })
  }
}

import type { CallId } from '../../contracts/call.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'

/** How far each live call is. */
export class CallPositions {
  readonly #atMs = new Map<CallId, CallMs>()

  take({ type, callId, atMs }: CallMessage): void {
    if (type === 'end') this.#atMs.delete(callId)
    else if (type === 'start' || (this.#atMs.get(callId) ?? Infinity) < atMs) this.#atMs.set(callId, atMs)
  }

  /** In milliseconds of its own time; null: it is not live. */
  of(callId: CallId): CallMs | null {
    return this.#atMs.get(callId) ?? null
  }
}

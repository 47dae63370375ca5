import type { CallId } from '../contracts/call.ts'
import type { WallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'

/** Agents mostly save their notes within this time after a call; whoever does later has it scored again. */
const NOTES_WITHIN_MS = 180_000

/** The last words and outcomes are on their way to the store when a call ends. */
const SETTLED_AFTER_MS = 3000

/** More are left for the next look at calls without a card. */
const MOST_DUE = 20_000

/** Which ended calls are to be scored, and when. Pure: it is told the time. */
export class DueCalls {
  readonly #live = new Set<CallId>()
  /** Live calls whose notes are saved already. */
  readonly #noted = new Set<CallId>()
  readonly #due = new Map<CallId, number>()

  get size(): number {
    return this.#due.size
  }

  isLive(callId: CallId): boolean {
    return this.#live.has(callId)
  }

  take(message: CallMessage, now: WallMs): void {
    const { callId } = message
    if (message.type === 'start') {
      this.#live.add(callId)
      this.#due.delete(callId)
    } else if (message.type === 'end') {
      this.#live.delete(callId)
      // It may go on after the restart; if not, it is found then.
      if (message.reason === 'shutdown') this.#noted.delete(callId)
      else this.add(callId, now + (this.#noted.delete(callId) ? SETTLED_AFTER_MS : NOTES_WITHIN_MS))
    }
  }

  /** The notes of a call were saved. */
  note(callId: CallId, now: WallMs): void {
    if (this.#live.has(callId)) this.#noted.add(callId)
    else this.add(callId, now + SETTLED_AFTER_MS)
  }

  /** A call that is due already becomes due at this time. */
  add(callId: CallId, at: number): void {
    if (this.#due.size < MOST_DUE || this.#due.has(callId)) this.#due.set(callId, at)
  }

  has(callId: CallId): boolean {
    return this.#due.has(callId)
  }

  /** Takes out the one that has been due for longest; null when none is. */
  next(now: WallMs): CallId | null {
    let found: CallId | null = null
    let foundAt = Infinity
    for (const [callId, at] of this.#due) {
      if (at > now || at >= foundAt) continue
      found = callId
      foundAt = at
    }
    if (found !== null) this.#due.delete(found)
    return found
  }
}

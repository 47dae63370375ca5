import type { CallId } from '../../contracts/call.ts'

const SPACING_MS = 1000
/** Ticks that come a little early must not lose every second summary. */
const EARLY_MS = 250

/** Keeps a call's summaries to one a second on average, however fast its audio is played. */
export class SummaryPace {
  readonly #nextAt = new Map<CallId, number>()

  /** Whether a summary is due at `now`; if so, it is taken as sent. */
  isDue(callId: CallId, now: number): boolean {
    const next = this.#nextAt.get(callId) ?? now
    if (now < next - EARLY_MS) return false
    this.#nextAt.set(callId, Math.max(next, now - EARLY_MS) + SPACING_MS)
    return true
  }

  forget(callId: CallId): void {
    this.#nextAt.delete(callId)
  }
}

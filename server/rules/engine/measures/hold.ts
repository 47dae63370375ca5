import type { CallChange } from '../../../contracts/audio.ts'
import { callMs, type CallMs } from '../../../contracts/time.ts'

/** The caller's time on hold. */
export interface Hold {
  /** Since when the caller has been on hold; null: is not. */
  readonly sinceMs: number | null
  /** The last hold that is over. */
  readonly last: { readonly fromMs: number; readonly toMs: number } | null
  /** Length of all holds that are over. */
  readonly heldMs: number
}

export const NO_HOLD: Hold = { sinceMs: null, last: null, heldMs: 0 }

/** Whole milliseconds, so that call time and talk time turn into each other without a remainder. */
export function takeHold(hold: Hold, { onHold }: CallChange, atMs: CallMs): Hold {
  if (onHold === undefined || onHold === (hold.sinceMs !== null)) return hold
  if (hold.sinceMs === null) return { ...hold, sinceMs: Math.round(atMs) }
  const toMs = Math.max(hold.sinceMs, Math.round(atMs))
  return {
    sinceMs: null,
    last: { fromMs: hold.sinceMs, toMs },
    heldMs: hold.heldMs + toMs - hold.sinceMs,
  }
}

/** From when on the caller has been on hold for so long; null: is not on hold. */
export function heldForMs({ sinceMs }: Hold, forMs: number): number | null {
  return sinceMs === null ? null : sinceMs + forMs
}

/**
 * Talk time: call time less all holds. It stands while the caller is on hold. Moments before the last hold but
 * one are taken too early by its length; no utterance reaches that far back.
 */
export function talkTime({ sinceMs, last, heldMs }: Hold, atMs: number): number {
  const running = sinceMs === null ? 0 : Math.max(0, atMs - sinceMs)
  const notYet = last === null ? 0 : Math.max(0, last.toMs - Math.max(atMs, last.fromMs))
  return atMs - running - (heldMs - notYet)
}

/** When talk time comes to this, if nothing changes; null: never, it stands. */
export function whenTalkTimeIs(hold: Hold, talkMs: number): CallMs | null {
  return hold.sinceMs === null ? callMs(talkMs + hold.heldMs) : null
}

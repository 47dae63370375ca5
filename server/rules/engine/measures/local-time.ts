import { offsetMs, QUARTER_MS } from '../../../platform/zone-offset.ts'

/** A moment on the clocks of a time zone. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** 1 Monday to 7 Sunday. */
  readonly day: number
  /** Milliseconds since the local midnight, by the clock on the wall. */
  readonly ofDayMs: number
}

export const DAY_MS = 86_400_000

export function localTime(zone: string, wallMs: number): LocalTime {
  const local = wallMs + offsetMs(zone, wallMs)
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  // 1 January 1970 was a Thursday.
  const day = ((((midnight / DAY_MS + 3) % 7) + 7) % 7) + 1
  return { date: new Date(midnight).toISOString().slice(0, 10), day, ofDayMs: local - midnight }
}

/** The beginning of the next quarter of an hour. */
export function nextQuarter(wallMs: number): number {
  return (Math.floor(wallMs / QUARTER_MS) + 1) * QUARTER_MS
}

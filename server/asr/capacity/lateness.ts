/** How far one party's audio has been decoded and when it came. */
export interface PartyProgress {
  /** Call time, and wall time, of the first audio. */
  readonly firstMs: number
  readonly firstHeardAt: number
  /** Call time up to which it has been decoded. */
  readonly decodedMs: number
  /** When the audio that is to be decoded next came; null: all that came has been decoded. */
  readonly nextHeardAt: number | null
}

/**
 * By how much a party's words come later than they could, in milliseconds. A recording that arrives faster than
 * it was spoken waits without being late: its decoding is ahead of the wall clock. A source whose clock is slow
 * or that pauses falls behind the wall clock without waiting. Only both together are the machine's fault.
 */
export function lateness(party: PartyProgress, now: number): number {
  if (party.nextHeardAt === null) return 0
  const waitedMs = now - party.nextHeardAt
  const behindClockMs = now - party.firstHeardAt - (party.decodedMs - party.firstMs)
  return Math.max(0, Math.min(waitedMs, behindClockMs))
}

/** The lateness that a tenth of the calls exceed: one party that is in trouble alone is no overload. */
export function floorLateness(calls: readonly number[]): number {
  if (calls.length === 0) return 0
  const sorted = calls.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0
}

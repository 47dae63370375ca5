import { NO_BACKLOG_MS } from './party-audio.ts'

/** How far one party has come. Positions are call time in milliseconds. */
export interface PartyPosition {
  /** Audio has come, or is known never to come, up to here. */
  readonly receivedMs: number
  readonly decodedMs: number
  /** The stream is over and may or may not come back. */
  readonly ended: boolean
}

/** A party whose audio is this far behind the other's has stopped sending. */
const STOPPED_AFTER_MS = 2000

/**
 * Position up to which every party that still sends, or has audio waiting, has been decoded; null before
 * any audio. A party that has stopped sending holds nobody up once its audio is decoded.
 */
export function decodedPosition(parties: readonly PartyPosition[]): number | null {
  if (parties.length === 0) return null
  const newestMs = Math.max(...parties.map((party) => party.receivedMs))
  const holding = parties.filter((party) => {
    if (party.receivedMs - party.decodedMs > NO_BACKLOG_MS) return true
    return !party.ended && party.receivedMs >= newestMs - STOPPED_AFTER_MS
  })
  if (holding.length === 0) return Math.max(...parties.map((party) => party.decodedMs))
  return Math.min(...holding.map((party) => party.decodedMs))
}

export const TICK_MS = 1000

/** A jump over more seconds than this (a source's `gap` may be hours) is one tick: its rules conclude the same. */
const MOST_TICKS = 120

/** The ticks that are due when the position has come to `positionMs` and the last tick was at `lastTickMs`. */
export function ticksDue(lastTickMs: number, positionMs: number): readonly number[] {
  const due: number[] = []
  if (positionMs - lastTickMs > MOST_TICKS * TICK_MS) return [Math.floor(positionMs / TICK_MS) * TICK_MS]
  for (let atMs = lastTickMs + TICK_MS; atMs <= positionMs; atMs += TICK_MS) due.push(atMs)
  return due
}

import { PARTIES, type Party } from '../../contracts/call.ts'
import type { OpenUtterance } from '../compile/compiled-rule.ts'
import type { Listening } from '../compile/listening.ts'

type ByParty = Readonly<Record<Party, number>>

/** How far a call has been heard, by party, in milliseconds of call time. */
export interface Ears {
  /** Decoded, as ticks and finals tell: how often partials come makes no difference. */
  readonly decodedMs: ByParty
  /** Decoded, as any message tells. */
  readonly reachedMs: ByParty
  /** Up to here nothing more will become known of what the party says. */
  readonly certainMs: ByParty
}

/** In partials an utterance may seem to begin so much later than its final shows. */
const BEGAN_EARLIER_MS = 500

/** A word that has been decoded shows up in a hypothesis after this time at the latest. */
const SHOWN_WITHIN_MS = 1000

export function initialEars(): Ears {
  return {
    // Before the call's first millisecond, so that what is so from its start on begins in it.
    decodedMs: { agent: -1, customer: -1 },
    reachedMs: { agent: -1, customer: -1 },
    certainMs: { agent: -1, customer: -1 },
  }
}

/** A partial tells how far its party has come, and nothing for certain. */
export function reach(ears: Ears, party: Party, atMs: number): Ears {
  if (atMs <= ears.reachedMs[party]) return ears
  return { ...ears, reachedMs: { ...ears.reachedMs, [party]: atMs } }
}

export interface Decoded {
  readonly parties: readonly Party[]
  readonly atMs: number
  /** After the message. */
  readonly open: readonly OpenUtterance[]
  /** Where the words of a final end. */
  readonly finalMs: number | null
}

/** Parties have been decoded up to a position. */
export function decode(ears: Ears, { parties, atMs, open, finalMs }: Decoded): Ears {
  const decodedMs = { ...ears.decodedMs }
  const reachedMs = { ...ears.reachedMs }
  const certainMs = { ...ears.certainMs }
  for (const party of parties) {
    decodedMs[party] = Math.max(decodedMs[party], atMs)
    reachedMs[party] = Math.max(reachedMs[party], atMs)
    // After its last final's words a party has said nothing yet; what it says now is open.
    let certain = Math.max(decodedMs[party] - SHOWN_WITHIN_MS, finalMs ?? -1)
    for (const other of open)
      if (other.party === party) certain = Math.min(certain, other.startMs - BEGAN_EARLIER_MS)
    certainMs[party] = Math.max(certainMs[party], certain)
  }
  return { decodedMs, reachedMs, certainMs }
}

/** The call is over: nothing more will become known. */
export function decodeAll(atMs: number): Ears {
  const all = { agent: atMs, customer: atMs }
  return { decodedMs: all, reachedMs: all, certainMs: { ...all } }
}

/** Up to when everything is known that these listen to. */
export function certainFor(ears: Ears, { parties, direct, states }: Listening): number {
  if (direct) return Infinity
  const certain = least(ears.certainMs, parties)
  // What holds is worked out as far as all parties are decoded.
  return states || parties.length === 0 ? Math.min(certain, least(ears.decodedMs, PARTIES)) : certain
}

/** Up to when everything is known. */
export function settledMs(ears: Ears): number {
  return least(ears.certainMs, PARTIES)
}

/** How far the call has come for these. */
export function nowFor(ears: Ears, { parties }: Pick<Listening, 'parties'>): number {
  return least(ears.reachedMs, parties.length === 0 ? PARTIES : parties)
}

/** How far every party has come. */
export function reachedMs(ears: Ears): number {
  return least(ears.reachedMs, PARTIES)
}

/** Infinity for nobody. */
function least(byParty: ByParty, parties: readonly Party[]): number {
  let least = Infinity
  for (const party of parties) least = Math.min(least, byParty[party])
  return least
}

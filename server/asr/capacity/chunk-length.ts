import { CHUNK_MS } from '../party-audio.ts'
import { lateness, type PartyProgress } from './lateness.ts'

/** Audio that is decoded in one turn at most: with the next call to the library it keeps others waiting. */
const LONGEST_CHUNK_MS = 400
/** A channel that is less late than this catches up by itself. */
const LATE_CHANNEL_MS = 300

/**
 * How much waiting audio of a channel is decoded at once while there are measures against overload. Every chunk
 * makes one message of words in motion, which all that follow have to take: a late channel makes a quarter of them.
 * Its words are the same.
 */
export function chunkLength(channel: PartyProgress, now: number): number {
  return lateness(channel, now) > LATE_CHANNEL_MS ? LONGEST_CHUNK_MS : CHUNK_MS
}

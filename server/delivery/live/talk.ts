import type { Party } from '../../contracts/call.ts'
import type { Utterance } from '../../contracts/transcript.ts'

/** Utterances of the other side that one utterance can be spoken over; earlier ones have long ended. */
const MOST_NEIGHBOURS = 20

/** Milliseconds of an utterance in which something was said, from the times of its words. */
export function spokenMs(utterance: Utterance): number {
  return utterance.words.reduce((total, word) => total + Math.max(0, word.endMs - word.startMs), 0)
}

/** Milliseconds in which the other side spoke too. `finals` are in the order of their start. */
export function spokenOverMs(utterance: Utterance, finals: readonly Utterance[]): number {
  const others = finals
    .filter(({ party, startMs, endMs }) => {
      return party !== utterance.party && endMs > utterance.startMs && startMs < utterance.endMs
    })
    .slice(-MOST_NEIGHBOURS)
  let total = 0
  for (const other of others) {
    for (const word of utterance.words) {
      for (const said of other.words) {
        total += Math.max(0, Math.min(word.endMs, said.endMs) - Math.max(word.startMs, said.startMs))
      }
    }
  }
  return total
}

/** Share of the time in which anybody spoke that both did, 0 to 1. */
export function overlapShare(talkMs: Readonly<Record<Party, number>>, overlapMs: number): number {
  const anybodyMs = talkMs.agent + talkMs.customer - overlapMs
  return anybodyMs <= 0 ? 0 : Math.min(1, Math.max(0, overlapMs / anybodyMs))
}

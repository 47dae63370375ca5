import type { CallMs } from '../../../contracts/time.ts'
import type { Word } from '../../../contracts/transcript.ts'
import { talkTime, type Hold } from './hold.ts'

/** A word as speech: when it began, in talk time, and how much speaking there was until the next one. */
export interface SpokenWord {
  readonly atMs: number
  readonly ms: number
}

/** Up to this long, silence between two words belongs to speaking. */
const PAUSE_MS = 500

/** The words spoken by `atMs`. What is said on hold takes no talk time: it is left out. */
export function spokenWords(words: readonly Word[], hold: Hold, atMs: CallMs): readonly SpokenWord[] {
  const spans = words
    .map(({ startMs, endMs }) => ({
      fromMs: Math.round(talkTime(hold, startMs)),
      toMs: Math.round(talkTime(hold, Math.min(endMs, atMs))),
    }))
    .filter(({ fromMs, toMs }) => toMs > fromMs)
  return spans.map(({ fromMs, toMs }, place) => {
    const nextMs = spans[place + 1]?.fromMs ?? toMs
    return { atMs: fromMs, ms: Math.max(0, (nextMs - toMs <= PAUSE_MS ? nextMs : toMs) - fromMs) }
  })
}

import type { CallMs } from '../../../contracts/time.ts'
import { isWithin } from './bounds.ts'
import { talkTime } from './hold.ts'
import { nextDeparture } from './next-departure.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'
import { windowOf } from './talk.ts'
import { amountIn } from './window.ts'

const MINUTE_MS = 60_000

/** Less speech than this, or half the window, has no pace: three quick words would be very fast. */
const LEAST_SPEECH_MS = 5000

export function paceHolds(measures: Measures, condition: StateOf<'pace'>, atMs: CallMs): boolean {
  return holdsAt(measures, condition, talkTime(measures.hold, atMs))
}

export function paceChangesMs(measures: Measures, condition: StateOf<'pace'>, atMs: CallMs): CallMs | null {
  const { party, overMs } = condition
  const windows = [windowOf(measures.talk, { for: 'pace', party, overMs })]
  const holds = (talkMs: number): boolean => holdsAt(measures, condition, talkMs)
  return nextDeparture({ hold: measures.hold, windows, overMs }, holds, atMs)
}

function holdsAt(measures: Measures, condition: StateOf<'pace'>, talkMs: number): boolean {
  return isWithin(condition, paceAt(measures, condition, talkMs))
}

/** Words a minute at a moment of talk time; null while too little has been said. */
export function paceAt({ talk }: Measures, condition: StateOf<'pace'>, talkMs: number): number | null {
  const { party, overMs } = condition
  const { ms, words } = amountIn(windowOf(talk, { for: 'pace', party, overMs }), overMs, talkMs)
  return ms < Math.min(LEAST_SPEECH_MS, overMs / 2) ? null : (words * MINUTE_MS) / ms
}

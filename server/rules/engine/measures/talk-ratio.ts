import { PARTIES, type Party } from '../../../contracts/call.ts'
import type { CallMs } from '../../../contracts/time.ts'
import { isWithin } from './bounds.ts'
import { talkTime } from './hold.ts'
import { nextDeparture } from './next-departure.ts'
import type { StateOf } from './state-of.ts'
import type { Measures } from './state.ts'
import { windowOf } from './talk.ts'
import { amountIn } from './window.ts'

export function ratioHolds(measures: Measures, condition: StateOf<'talk-ratio'>, atMs: CallMs): boolean {
  return holdsAt(measures, condition, talkTime(measures.hold, atMs))
}

export function ratioChangesMs(
  measures: Measures,
  condition: StateOf<'talk-ratio'>,
  atMs: CallMs,
): CallMs | null {
  const { overMs } = condition
  if (overMs === null) return null
  const windows = PARTIES.map((party) => windowOf(measures.talk, { for: 'ratio', party, overMs }))
  const holds = (talkMs: number): boolean => holdsAt(measures, condition, talkMs)
  return nextDeparture({ hold: measures.hold, windows, overMs }, holds, atMs)
}

function holdsAt(measures: Measures, condition: StateOf<'talk-ratio'>, talkMs: number): boolean {
  return isWithin(condition, ratioAt(measures, condition, talkMs))
}

/** The party's share of speech, 0 to 1, at a moment of talk time; null while too little has been heard. */
export function ratioAt({ talk }: Measures, condition: StateOf<'talk-ratio'>, talkMs: number): number | null {
  const { party, afterMs, overMs } = condition
  const { agent, customer } = talk.spokenMs
  if (agent + customer < afterMs) return null
  const spoken = (who: Party): number =>
    overMs === null
      ? talk.spokenMs[who]
      : amountIn(windowOf(talk, { for: 'ratio', party: who, overMs }), overMs, talkMs).ms
  const both = spoken('agent') + spoken('customer')
  return both === 0 ? null : spoken(party) / both
}

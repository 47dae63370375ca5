import type { CallMs } from '../../../contracts/time.ts'
import type { StateCondition } from '../../compile/rule.ts'
import { heldForMs, talkTime } from './hold.ts'
import { moodAt, trendAt } from './mood.ts'
import { paceAt } from './pace.ts'
import { silentFromMs } from './silence.ts'
import type { Measures } from './state.ts'
import { talkedOverFromMs } from './talk-over.ts'
import { ratioAt } from './talk-ratio.ts'

/**
 * What is measured for a condition, in the unit that it asks in: milliseconds for what lasts (0 while it is not so),
 * else its own; null: nothing yet, or there is nothing to measure.
 */
export function valueAt(measures: Measures, condition: StateCondition, atMs: CallMs): number | null {
  switch (condition.kind) {
    case 'silence':
      return lasted(silentFromMs(measures, condition), condition.forMs, atMs)
    case 'talk-over':
      return lasted(talkedOverFromMs(measures, condition), condition.forMs, atMs)
    case 'hold':
      return lasted(heldForMs(measures.hold, condition.forMs), condition.forMs, atMs)
    case 'talk-ratio':
      return ratioAt(measures, condition, talkTime(measures.hold, atMs))
    case 'pace':
      return paceAt(measures, condition, talkTime(measures.hold, atMs))
    case 'sentiment':
      return moodAt(measures, condition)
    case 'sentiment-trend':
      return trendAt(measures, condition, atMs)
    default:
      return null
  }
}

/** `fromMs`: when it will have lasted `forMs`. */
function lasted(fromMs: number | null, forMs: number, atMs: CallMs): number {
  return fromMs === null ? 0 : Math.max(0, atMs - (fromMs - forMs))
}

import { assertNever } from '../../../contracts/assert-never.ts'
import type { CallMs } from '../../../contracts/time.ts'
import type { StateCondition } from '../../compile/rule.ts'
import { attributeHolds } from './attribute.ts'
import { callTimeChangesMs, callTimeHolds } from './call-time.ts'
import { holdsFrom, yetToCome } from './from-moment.ts'
import { heldForMs } from './hold.ts'
import { languageHolds } from './language.ts'
import { moodHolds, trendChangesMs, trendHolds } from './mood.ts'
import { paceChangesMs, paceHolds } from './pace.ts'
import { phaseAt, phaseChangesMs } from './phase.ts'
import { repeatContactHolds } from './repeat-contact.ts'
import { silentFromMs } from './silence.ts'
import type { Measures } from './state.ts'
import { talkedOverFromMs } from './talk-over.ts'
import { ratioChangesMs, ratioHolds } from './talk-ratio.ts'
import { timeChangesMs, timeHolds } from './time.ts'

export { describeState } from './describe-state.ts'
export type { Fact } from './fact.ts'
export { NO_NEEDS, needsOf, type MeasureNeeds } from './needs.ts'
export { initialMeasures, type Measures } from './state.ts'
export { takeFact } from './take-fact.ts'

/** Whether a condition holds at a call time that is not before the last fact taken. */
export function holds(measures: Measures, condition: StateCondition, atMs: CallMs): boolean {
  switch (condition.kind) {
    case 'silence':
      return holdsFrom(silentFromMs(measures, condition), atMs)
    case 'talk-over':
      return holdsFrom(talkedOverFromMs(measures, condition), atMs)
    case 'hold':
      return holdsFrom(heldForMs(measures.hold, condition.forMs), atMs)
    case 'talk-ratio':
      return ratioHolds(measures, condition, atMs)
    case 'pace':
      return paceHolds(measures, condition, atMs)
    case 'sentiment':
      return moodHolds(measures, condition)
    case 'sentiment-trend':
      return trendHolds(measures, condition, atMs)
    case 'phase':
      return condition.phases.includes(phaseAt(measures.phase, measures.hold, atMs))
    case 'call-time':
      return callTimeHolds(condition, atMs)
    case 'attribute':
      return attributeHolds(measures, condition)
    case 'repeat-contact':
      return repeatContactHolds(measures, condition)
    case 'language':
      return languageHolds(measures, condition)
    case 'time':
      return timeHolds(measures, condition, atMs)
    default:
      return assertNever(condition)
  }
}

/**
 * The earliest call time after `atMs` at which `holds` may answer otherwise without another fact; null: never.
 * Before it, `holds` answers as it does now.
 */
export function nextChangeMs(measures: Measures, condition: StateCondition, atMs: CallMs): CallMs | null {
  switch (condition.kind) {
    case 'silence':
      return yetToCome(silentFromMs(measures, condition), atMs)
    case 'talk-over':
      return yetToCome(talkedOverFromMs(measures, condition), atMs)
    case 'hold':
      return yetToCome(heldForMs(measures.hold, condition.forMs), atMs)
    case 'talk-ratio':
      return ratioChangesMs(measures, condition, atMs)
    case 'pace':
      return paceChangesMs(measures, condition, atMs)
    case 'sentiment-trend':
      return trendChangesMs(measures, condition, atMs)
    case 'phase':
      return phaseChangesMs(measures.phase, measures.hold, atMs)
    case 'call-time':
      return callTimeChangesMs(condition, atMs)
    case 'time':
      return timeChangesMs(measures, condition, atMs)
    case 'sentiment':
    case 'attribute':
    case 'repeat-contact':
    case 'language':
      return null
    default:
      return assertNever(condition)
  }
}

import type { AssistRoom } from '../assist/assist-room.ts'
import type { Floor } from '../contracts/floor.ts'
import type { RulesState } from '../contracts/rules-state.ts'
import type { CallRecord, CallStore } from '../contracts/store.ts'
import { callMs } from '../contracts/time.ts'
import { createQuality, type QualityOptions, type QualityRoom } from '../quality/quality-room.ts'
import type { WholeCall } from '../quality/scoring/call-scorer.ts'
import { durationOf } from '../rules/backtest/stored-call.ts'
import { placeOf, wholeCall } from '../rules/backtest/whole-call.ts'
import { placeOfCall } from './place-of-call.ts'
import type { Settings } from './settings.ts'

interface Given extends Pick<QualityOptions, 'bus' | 'store' | 'log' | 'registry' | 'clock'> {
  readonly floor: Floor
  readonly assist: Pick<AssistRoom, 'reviewer' | 'checklists'>
  readonly rules: () => Pick<RulesState, 'rules'>
}

/** The room that scores calls, as the settings want it. */
export function makeQuality({ assist, floor, rules, ...common }: Given, settings: Settings): QualityRoom {
  const { rulesDir, queueAttribute, teamAttribute, timeZone, repeatWithinMs } = settings
  return createQuality({
    ...common,
    ...{ rulesDir, queueAttribute, timeZone, repeatWithinMs, floor },
    rules: () => rules().rules,
    checklists: () => assist.checklists(),
    reviewer: assist.reviewer,
    wholeCall: wholeCallIn(common.store),
    placeOf: placeOfCall(floor, teamAttribute),
  })
}

/** A call with what was before the restarts it went through, as it is scored. */
export function wholeCallIn(store: Pick<CallStore, 'getCall'>): (record: CallRecord) => Promise<WholeCall> {
  return async (kept) => {
    const { record, legs } = await wholeCall(store, kept)
    return {
      record,
      earlierLegs: legs.slice(0, -1).map(({ callId }) => callId),
      durationMs: durationOf(record),
      placeOf: (atMs) => {
        const place = placeOf(legs, atMs)
        return { callId: place?.callId ?? kept.call.callId, atMs: callMs(place?.atMs ?? atMs) }
      },
    }
  }
}

import { PARTIES, type Party } from '../../../contracts/call.ts'
import type { StateCondition } from '../../compile/rule.ts'
import { DEFAULT_CLOSING, type ClosingCue } from './closing-cue.ts'

/** Speech of a party that is measured over the last `overMs` of talk time; for a pace, with its words counted. */
export interface WindowNeed {
  readonly for: 'pace' | 'ratio'
  readonly party: Party
  readonly overMs: number
}

/** What the conditions of a rule set need measured. What costs nothing is measured in every call. */
export interface MeasureNeeds {
  readonly windows: readonly WindowNeed[]
  /** Parties whose mood is of interest… */
  readonly moods: readonly Party[]
  /** …and those of them of which it is of interest how it changes. */
  readonly trends: readonly Party[]
  /** How the end of a call is heard; null: nobody asks for a phase. */
  readonly closing: ClosingCue | null
}

export const NO_NEEDS: MeasureNeeds = { windows: [], moods: [], trends: [], closing: null }

/** `closing`: the cue of `rules/phases.yaml`, when there is one. */
export function needsOf(
  conditions: Iterable<StateCondition>,
  { closing = DEFAULT_CLOSING }: { readonly closing?: ClosingCue | undefined } = {},
): MeasureNeeds {
  const windows = new Map<string, WindowNeed>()
  const moods = new Set<Party>()
  const trends = new Set<Party>()
  let phases = false
  const addWindow = (need: WindowNeed): unknown => windows.set(windowKey(need), need)
  for (const condition of conditions) {
    if (condition.kind === 'pace') {
      addWindow({ for: 'pace', party: condition.party, overMs: condition.overMs })
    }
    if (condition.kind === 'talk-ratio' && condition.overMs !== null) {
      for (const party of PARTIES) addWindow({ for: 'ratio', party, overMs: condition.overMs })
    }
    if (condition.kind === 'sentiment' || condition.kind === 'sentiment-trend') moods.add(condition.party)
    if (condition.kind === 'sentiment-trend') trends.add(condition.party)
    if (condition.kind === 'phase') phases = true
  }
  return {
    windows: [...windows.values()],
    moods: [...moods],
    trends: [...trends],
    closing: phases ? closing : null,
  }
}

/** Names a window in the state of a call. */
export function windowKey(need: WindowNeed): string {
  return `${need.for}/${need.party}/${need.overMs}`
}

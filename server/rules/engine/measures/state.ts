import type { Party } from '../../../contracts/call.ts'
import type { Affect } from '../../../language/sentiment/affect.ts'
import { NO_HOLD, type Hold } from './hold.ts'
import { FIRST_PHASE, type Phase } from './phase.ts'
import { NO_SPEECH, type Speech } from './speech.ts'
import { NO_TALK, type Talk } from './talk.ts'

/**
 * What a call has been measured for so far. Plain data, and small: amounts and moments, never what was said.
 * Times are call time in milliseconds unless they say otherwise.
 */
export interface Measures {
  /** Wall time at which the call began; null before its start. A call that goes on keeps its first. */
  readonly startedAt: number | null
  /** Wall time of call time 0; another than `startedAt` in a call that goes on after a restart. */
  readonly zeroAt: number | null
  /** Where the call began to be heard, or to be heard again: nobody knows of silence before. */
  readonly heardFromMs: number
  readonly language: string | null
  /** All of them, so that a rule that is new in a running call can ask for any. */
  readonly attributes: Readonly<Record<string, string>>
  readonly hold: Hold
  readonly speech: Speech
  readonly talk: Talk
  readonly phase: Phase
  /** Of the parties whose mood the rule set asks for. */
  readonly moods: Readonly<Partial<Record<Party, Affect>>>
}

export function initialMeasures(): Measures {
  return {
    startedAt: null,
    zeroAt: null,
    heardFromMs: 0,
    language: null,
    attributes: {},
    hold: NO_HOLD,
    speech: NO_SPEECH,
    talk: NO_TALK,
    phase: FIRST_PHASE,
    moods: {},
  }
}

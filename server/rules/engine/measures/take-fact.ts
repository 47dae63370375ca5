import { assertNever } from '../../../contracts/assert-never.ts'
import type { Fact } from './fact.ts'
import { takeHold } from './hold.ts'
import { takeMoods } from './mood.ts'
import type { MeasureNeeds } from './needs.ts'
import { takePhase } from './phase.ts'
import { takeSpeech } from './speech.ts'
import type { Measures } from './state.ts'
import { takeTalk } from './talk.ts'

/** The measures after a fact. What the needs do not name costs nothing and takes no room. */
export function takeFact(measures: Measures, fact: Fact, needs: MeasureNeeds): Measures {
  const { speech, hold, attributes } = measures
  switch (fact.kind) {
    case 'start':
      return takeStart(measures, fact)
    case 'begins':
    case 'end':
      return { ...measures, speech: takeSpeech(speech, fact) }
    case 'change': {
      const { change, atMs } = fact
      const changed = change.attributes === undefined ? attributes : { ...attributes, ...change.attributes }
      return { ...measures, hold: takeHold(hold, change, atMs), attributes: changed }
    }
    case 'spoken': {
      const heard = { fact, hold, needs }
      return {
        ...measures,
        speech: takeSpeech(speech, fact),
        talk: takeTalk(measures.talk, heard),
        phase: takePhase(measures.phase, { fact, hold, closing: needs.closing }),
        moods: takeMoods(measures, fact, needs),
      }
    }
    default:
      return assertNever(fact)
  }
}

/** Only what the call says of itself begins anew: a call that goes on after a restart keeps what was measured. */
function takeStart(measures: Measures, fact: Extract<Fact, { kind: 'start' }>): Measures {
  const { call, atMs } = fact
  return {
    ...measures,
    startedAt: measures.startedAt ?? call.startedAt,
    zeroAt: Math.round(call.startedAt - atMs),
    heardFromMs: atMs,
    language: call.language,
    attributes: { ...measures.attributes, ...call.attributes },
    speech: takeSpeech(measures.speech, fact),
  }
}

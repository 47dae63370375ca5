import { callMs, type CallMs } from '../../server/contracts/time.ts'
import type { CallChange } from '../../server/contracts/audio.ts'
import type { CallInfo, Party } from '../../server/contracts/call.ts'
import type { Word } from '../../server/contracts/transcript.ts'
import type { StateCondition } from '../../server/rules/compile/rule.ts'
import {
  holds,
  initialMeasures,
  needsOf,
  nextChangeMs,
  takeFact,
  type Fact,
  type MeasureNeeds,
  type Measures,
} from '../../server/rules/engine/measures/measures.ts'
import { buildCall } from './message-builders.ts'

/** Something that happens in a measured call. */
export type Happening =
  | { readonly hold: boolean; readonly at: number }
  | { readonly change: CallChange; readonly at: number }
  | { readonly party: Party; readonly from: number; readonly to: number; readonly says?: string | number }

/** `says`: how many words, or which; one a second by default. They share the time from `from` to `to` evenly. */
export function spanOf({ from, to, says }: Extract<Happening, { party: Party }>): readonly Word[] {
  const count = Math.max(1, Math.round((to - from) / 1000))
  const texts =
    typeof says === 'string' ? says.split(' ') : Array.from({ length: says ?? count }, () => 'word')
  const each = (to - from) / texts.length
  return texts.map((text, place) => ({
    text,
    startMs: callMs(from + place * each),
    endMs: callMs(from + (place + 1) * each),
    confidence: 0.9,
    stayedMs: 300,
  }))
}

/** The facts of a call, in call-time order. */
export function factsOf(happenings: readonly Happening[], call: CallInfo = buildCall()): readonly Fact[] {
  const facts = happenings.flatMap((happening, index): readonly Fact[] => {
    if ('hold' in happening) {
      return [{ kind: 'change', atMs: callMs(happening.at), change: { onHold: happening.hold } }]
    }
    if ('change' in happening)
      return [{ kind: 'change', atMs: callMs(happening.at), change: happening.change }]
    const { party, from, to } = happening
    const place = { utteranceId: `u-${index}`, party }
    return [
      { kind: 'begins', atMs: callMs(from), ...place },
      { kind: 'spoken', atMs: callMs(to), ...place, startMs: callMs(from), words: spanOf(happening) },
    ]
  })
  return [{ kind: 'start', atMs: callMs(0), call }, ...facts.toSorted((a, b) => a.atMs - b.atMs)]
}

/** A call as one condition sees it: the facts up to a moment are taken, then it is asked. */
export function measured(
  condition: StateCondition,
  happenings: readonly Happening[],
  options: { readonly call?: CallInfo; readonly needs?: MeasureNeeds } = {},
): {
  readonly at: (ms: number) => boolean
  readonly changesAfter: (ms: number) => number | null
  readonly measuresAt: (ms: number) => Measures
} {
  const facts = factsOf(happenings, options.call)
  const needs = options.needs ?? needsOf([condition])
  const measuresAt = (ms: number): Measures =>
    facts
      .filter(({ atMs }) => atMs <= ms)
      .reduce((state, fact) => takeFact(state, fact, needs), initialMeasures())
  const atMs = (ms: number): CallMs => callMs(ms)
  return {
    at: (ms) => holds(measuresAt(ms), condition, atMs(ms)),
    changesAfter: (ms) => nextChangeMs(measuresAt(ms), condition, atMs(ms)),
    measuresAt,
  }
}

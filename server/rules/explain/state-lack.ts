import { callMs } from '../../contracts/time.ts'
import { EARLIER_CONTACTS, parseContacts } from '../../contracts/earlier-contacts.ts'
import type { StateCondition } from '../compile/rule.ts'
import { spell } from '../engine/measures/describe-state.ts'
import { phaseAt } from '../engine/measures/phase.ts'
import type { Measures } from '../engine/measures/measures.ts'
import { factsOf } from '../engine/trace-call.ts'
import type { CallTrace } from './call-trace.ts'
import type { Lack, Measured } from '../../contracts/explanation.ts'
import { measuredFor, readings } from './measured-values.ts'
import { clock, seconds } from './words.ts'

type StateLack = Pick<Lack, 'detail' | 'measured' | 'lateMs'>

/** How far a state was from being so at a moment. */
export function stateLack(trace: CallTrace, condition: StateCondition, atMs: number): StateLack {
  const { set, messages, endMs } = trace
  const facts = messages.flatMap(factsOf)
  switch (condition.kind) {
    case 'silence':
    case 'talk-over':
    case 'hold':
    case 'talk-ratio':
    case 'pace':
    case 'sentiment':
    case 'sentiment-trend': {
      const measured = measuredFor(condition, { set, facts, endMs, atMs })
      return { detail: measuredDetail(condition, measured), measured, lateMs: null }
    }
    case 'call-time':
      return callTimeLack(condition, atMs)
    default: {
      const then = measuresAt(trace, atMs)
      return {
        detail: then === null ? 'not known' : detailOf(condition, then, atMs),
        measured: null,
        lateMs: null,
      }
    }
  }
}

function measuresAt({ set, messages, endMs }: CallTrace, atMs: number): Measures | null {
  let then: Measures | null = null
  for (const reading of readings(set, messages.flatMap(factsOf), endMs)) {
    if (reading.atMs <= atMs) then = reading.measures
  }
  return then
}

type MeasuredCondition = Extract<
  StateCondition,
  { kind: 'silence' | 'talk-over' | 'hold' | 'talk-ratio' | 'pace' | 'sentiment' | 'sentiment-trend' }
>

function measuredDetail(condition: MeasuredCondition, { then, nearest }: Measured): string {
  const value = (of: number): string => ('forMs' in condition ? seconds(of) : rounded(of))
  const asked = 'forMs' in condition ? `asked for ${spell(condition.forMs)}` : `asked ${bounds(condition)}`
  if (nearest === null) return `too little was said to measure it; ${asked}`
  const now = then === null ? 'not known then' : `${value(then)} then`
  return `${now}, at best ${value(nearest.value)} at ${clock(nearest.atMs)}; ${asked}`
}

function bounds({ above, below }: { readonly above: number | null; readonly below: number | null }): string {
  const parts = [...(above === null ? [] : [`above ${above}`]), ...(below === null ? [] : [`below ${below}`])]
  return parts.join(' and ')
}

function rounded(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0)
}

function callTimeLack(
  { firstMs, afterMs }: Extract<StateCondition, { kind: 'call-time' }>,
  atMs: number,
): StateLack {
  if (firstMs !== null && atMs >= firstMs) {
    const lateMs = atMs - firstMs
    return { detail: `${seconds(lateMs)} after the first ${spell(firstMs)}`, measured: null, lateMs }
  }
  const early = (afterMs ?? atMs) - atMs
  return { detail: `${seconds(early)} too early`, measured: null, lateMs: null }
}

/** What was so instead. */
function detailOf(
  condition: Exclude<StateCondition, MeasuredCondition | { kind: 'call-time' }>,
  measures: Measures,
  atMs: number,
): string {
  switch (condition.kind) {
    case 'attribute': {
      const value = measures.attributes[condition.key]
      return value === undefined || value.trim() === ''
        ? `the call had no ${condition.key} then`
        : `${condition.key} was “${value}” then`
    }
    case 'phase':
      return `the call was in its ${phaseAt(measures.phase, measures.hold, callMs(atMs))} then`
    case 'language':
      return `the call was in ${measures.language ?? 'an unknown language'}`
    case 'repeat-contact': {
      const since = (measures.startedAt ?? 0) - condition.withinMs
      const known = parseContacts(measures.attributes[EARLIER_CONTACTS] ?? '').filter((at) => at >= since)
      return `${known.length} earlier contacts are known in that time`
    }
    case 'time':
      return `${condition.hours.name} was ${condition.open ? 'closed' : 'open'} then`
  }
}

import { assertNever } from '../../contracts/assert-never.ts'
import type { CallChange } from '../../contracts/audio.ts'
import type { CallInfo, Party } from '../../contracts/call.ts'
import type { CallSummary } from '../../contracts/events.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { CallMessage, CallStart, Utterance } from '../../contracts/transcript.ts'

/** What a console shows of one call, folded from its messages. Never changed in place. */
export interface LiveCall {
  readonly call: CallInfo
  readonly state: 'live' | 'ended'
  readonly onHold: boolean
  readonly atMs: CallMs
  readonly lagMs: number
  readonly talkMs: Readonly<Record<Party, number>>
  readonly alerts: number
  readonly prompts: number
  /** In order of their start; the oldest are left out above the limit. */
  readonly finals: readonly Utterance[]
  readonly finalsLeftOut: number
  /** What each party is saying now. */
  readonly partials: Readonly<Record<Party, Utterance | null>>
  /** Latest state of each, in order of first appearance. */
  readonly outcomes: ReadonlyMap<string, Outcome>
}

export interface LiveCallLimits {
  readonly finalsPerCall: number
  readonly outcomesPerCall: number
}

export interface LiveCallStep {
  readonly before: LiveCall
  readonly message: Exclude<CallMessage, CallStart> | Outcome
  readonly limits: LiveCallLimits
}

export function startLiveCall(message: CallStart): LiveCall {
  return {
    call: message.call,
    state: 'live',
    onHold: false,
    atMs: message.atMs,
    lagMs: 0,
    talkMs: { agent: 0, customer: 0 },
    alerts: 0,
    prompts: 0,
    finals: [],
    finalsLeftOut: 0,
    partials: { agent: null, customer: null },
    outcomes: new Map(),
  }
}

/** The call after one more message. Pure: the same messages give the same state, live or replayed. */
export function stepLiveCall({ before, message, limits }: LiveCallStep): LiveCall {
  switch (message.type) {
    case 'update':
      return { ...withChange(before, message.change), atMs: later(before, message.atMs) }
    case 'utterance':
      return { ...withUtterance(before, message, limits), atMs: later(before, message.atMs) }
    case 'tick':
      return { ...before, atMs: later(before, message.atMs), lagMs: message.lagMs }
    case 'gap':
      return { ...before, atMs: later(before, message.atMs) }
    case 'end':
      return {
        ...before,
        state: 'ended',
        onHold: false,
        lagMs: 0,
        atMs: later(before, message.atMs),
        partials: { agent: null, customer: null },
      }
    case 'outcome':
      return withOutcome(before, message, limits)
    default:
      return assertNever(message)
  }
}

export function summarise(live: LiveCall): CallSummary {
  return {
    type: 'call',
    callId: live.call.callId,
    call: live.call,
    state: live.state,
    onHold: live.onHold,
    atMs: live.atMs,
    lagMs: live.lagMs,
    talkMs: live.talkMs,
    alerts: live.alerts,
    prompts: live.prompts,
  }
}

/** The parties are decoded apart, so one may report an earlier position than the other. */
function later(before: LiveCall, atMs: CallMs): CallMs {
  return callMs(Math.max(before.atMs, atMs))
}

function withChange(before: LiveCall, change: CallChange): LiveCall {
  return {
    ...before,
    onHold: change.onHold ?? before.onHold,
    call: {
      ...before.call,
      agentId: change.agentId ?? before.call.agentId,
      attributes: { ...before.call.attributes, ...change.attributes },
    },
  }
}

function withUtterance(before: LiveCall, utterance: Utterance, limits: LiveCallLimits): LiveCall {
  if (utterance.state === 'partial') {
    return { ...before, partials: { ...before.partials, [utterance.party]: utterance } }
  }
  const partial = before.partials[utterance.party]
  const partials =
    partial?.utteranceId === utterance.utteranceId
      ? { ...before.partials, [utterance.party]: null }
      : before.partials
  const earlier = before.finals.find((kept) => kept.utteranceId === utterance.utteranceId)
  const finals = insertByStart(
    earlier === undefined ? before.finals : before.finals.filter((kept) => kept !== earlier),
    utterance,
  )
  const leftOut = Math.max(0, finals.length - limits.finalsPerCall)
  const talk = before.talkMs[utterance.party] + spokenMs(utterance) - (earlier ? spokenMs(earlier) : 0)
  return {
    ...before,
    partials,
    finals: leftOut === 0 ? finals : finals.slice(leftOut),
    finalsLeftOut: before.finalsLeftOut + leftOut,
    talkMs: { ...before.talkMs, [utterance.party]: talk },
  }
}

/** An empty final only takes its partial away. */
function insertByStart(finals: readonly Utterance[], utterance: Utterance): readonly Utterance[] {
  if (utterance.text === '') return finals
  const after = finals.findLastIndex((kept) => kept.startMs <= utterance.startMs) + 1
  return [...finals.slice(0, after), utterance, ...finals.slice(after)]
}

function spokenMs(utterance: Utterance): number {
  return utterance.words.reduce((total, word) => total + Math.max(0, word.endMs - word.startMs), 0)
}

function withOutcome(before: LiveCall, outcome: Outcome, limits: LiveCallLimits): LiveCall {
  const earlier = before.outcomes.get(outcome.outcomeId)
  const change = (stands(outcome) ? 1 : 0) - (earlier !== undefined && stands(earlier) ? 1 : 0)
  const outcomes = new Map(before.outcomes).set(outcome.outcomeId, outcome)
  const [oldest] = outcomes.keys()
  if (outcomes.size > limits.outcomesPerCall && oldest !== undefined) outcomes.delete(oldest)
  return {
    ...before,
    outcomes,
    alerts: before.alerts + (outcome.kind === 'alert' ? change : 0),
    prompts: before.prompts + (outcome.kind === 'prompt' ? change : 0),
  }
}

/** What was held was never shown, and what was retracted no longer counts. */
function stands(outcome: Outcome): boolean {
  return outcome.state === 'shown' || outcome.state === 'confirmed'
}

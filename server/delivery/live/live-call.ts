import type { AlertCase } from '../../contracts/alert-case.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import type { AssistState } from '../../contracts/assist.ts'
import type { CallChange } from '../../contracts/audio.ts'
import type { CallInfo, Party } from '../../contracts/call.ts'
import type { CallSummary, HoldSpan, MoodSummary } from '../../contracts/events.ts'
import { NOWHERE, type FloorPlace } from '../../contracts/floor.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { CallMessage, CallStart, Utterance } from '../../contracts/transcript.ts'
import { withLevel, type LevelSeries } from './level-series.ts'
import { overlapShare, spokenMs, spokenOverMs } from './talk.ts'

/** What a console shows of one call, folded from its messages. Never changed in place. */
export interface LiveCall {
  readonly call: CallInfo
  /** Where it is, fixed when it started or last changed hands. */
  readonly place: FloorPlace
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
  /** What its agent can lean on; null: nothing yet. */
  readonly assist: AssistState | null
  /** How the customer has sounded so far; null: nothing to go by yet. */
  readonly mood: LevelSeries | null
  /** End of the newest words, or of the hold after them. */
  readonly quietSinceMs: CallMs
  /** Milliseconds in which both sides spoke, from the word times of finals. */
  readonly overlapMs: number
  /** Oldest first; of a call that is put on hold all the time, the newest. */
  readonly holds: readonly HoldSpan[]
  /** The call's alert case while it is not resolved. */
  readonly openCase: CallSummary['openCase']
}

/** Attributes of a call by which the site names what a board sorts by. */
export interface CallAttributes {
  readonly queue: string
}

const MOST_HOLDS = 50

export interface LiveCallLimits {
  readonly finalsPerCall: number
  readonly outcomesPerCall: number
}

export interface LiveCallStep {
  readonly before: LiveCall
  readonly message: Exclude<CallMessage, CallStart> | Outcome | AssistState | AlertCase
  readonly limits: LiveCallLimits
}

export function startLiveCall(message: CallStart, place: FloorPlace = NOWHERE): LiveCall {
  return {
    call: message.call,
    place,
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
    assist: null,
    mood: null,
    quietSinceMs: message.atMs,
    overlapMs: 0,
    holds: [],
    openCase: null,
  }
}

/** The call after one more message. Pure: the same messages give the same state, live or replayed. */
export function stepLiveCall({ before, message, limits }: LiveCallStep): LiveCall {
  switch (message.type) {
    case 'update':
      return { ...withChange(before, message), atMs: later(before, message.atMs) }
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
        holds: withHold(before.holds, { onHold: false, atMs: message.atMs }),
        lagMs: 0,
        atMs: later(before, message.atMs),
        partials: { agent: null, customer: null },
      }
    case 'outcome':
      return withOutcome(before, message, limits)
    case 'assist':
      return withAssist(before, message)
    case 'case':
      return { ...before, openCase: openCaseOf(message) }
    default:
      return assertNever(message)
  }
}

export function summarise(live: LiveCall, attributes: CallAttributes): CallSummary {
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
    mood: moodOf(live.mood),
    silenceMs: Math.max(0, live.atMs - live.quietSinceMs),
    overlap: Math.round(overlapShare(live.talkMs, live.overlapMs) * PER_MILLE) / PER_MILLE,
    queue: live.call.attributes[attributes.queue] ?? null,
    team: live.place.team,
    openCase: live.openCase,
  }
}

const PER_MILLE = 1000

function moodOf(series: LevelSeries | null): MoodSummary | null {
  if (series === null) return null
  const { fromMs, stepMs, levels } = series
  return { level: levels.at(-1) ?? 0, fromMs: callMs(fromMs), stepMs, levels }
}

function openCaseOf({ caseId, state, severity }: AlertCase): LiveCall['openCase'] {
  return state === 'resolved' ? null : { caseId, state, severity }
}

/** The level is the assist room's, so that the agent's screen and the board say the same. */
function withAssist(before: LiveCall, assist: AssistState): LiveCall {
  const { mood, atMs } = assist
  return { ...before, assist, mood: mood === null ? before.mood : withLevel(before.mood, mood.level, atMs) }
}

/** The parties are decoded apart, so one may report an earlier position than the other. */
function later(before: LiveCall, atMs: CallMs): CallMs {
  return callMs(Math.max(before.atMs, atMs))
}

function withChange(
  before: LiveCall,
  { change, atMs }: { readonly change: CallChange; readonly atMs: CallMs },
): LiveCall {
  const onHold = change.onHold ?? before.onHold
  const holds = withHold(before.holds, { onHold, atMs })
  return {
    ...before,
    onHold,
    holds,
    quietSinceMs:
      before.onHold && !onHold ? callMs(Math.max(before.quietSinceMs, atMs)) : before.quietSinceMs,
    call: {
      ...before.call,
      agentId: change.agentId ?? before.call.agentId,
      attributes: { ...before.call.attributes, ...change.attributes },
    },
  }
}

function withHold(
  holds: readonly HoldSpan[],
  now: { readonly onHold: boolean; readonly atMs: CallMs },
): readonly HoldSpan[] {
  const last = holds.at(-1)
  const isOpen = last?.toMs === null
  if (now.onHold === isOpen) return holds
  if (now.onHold) return [...holds, { fromMs: now.atMs, toMs: null }].slice(-MOST_HOLDS)
  return last === undefined ? holds : [...holds.slice(0, -1), { ...last, toMs: now.atMs }]
}

function withUtterance(before: LiveCall, utterance: Utterance, limits: LiveCallLimits): LiveCall {
  const quietSinceMs =
    utterance.text === '' ? before.quietSinceMs : callMs(Math.max(before.quietSinceMs, utterance.endMs))
  if (utterance.state === 'partial') {
    return { ...before, quietSinceMs, partials: { ...before.partials, [utterance.party]: utterance } }
  }
  const partial = before.partials[utterance.party]
  const partials =
    partial?.utteranceId === utterance.utteranceId
      ? { ...before.partials, [utterance.party]: null }
      : before.partials
  const earlier = before.finals.find((kept) => kept.utteranceId === utterance.utteranceId)
  const others = earlier === undefined ? before.finals : before.finals.filter((kept) => kept !== earlier)
  const finals = insertByStart(others, utterance)
  const leftOut = Math.max(0, finals.length - limits.finalsPerCall)
  const talk = before.talkMs[utterance.party] + spokenMs(utterance) - (earlier ? spokenMs(earlier) : 0)
  const over = spokenOverMs(utterance, others) - (earlier ? spokenOverMs(earlier, others) : 0)
  return {
    ...before,
    quietSinceMs,
    overlapMs: before.overlapMs + over,
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

import { assertNever } from '../../contracts/assert-never.ts'
import { PARTIES } from '../../contracts/call.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { CallMessage, CallStart } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { CallState } from './call-state.ts'
import { decode, decodeAll, reachedMs, settledMs } from './ears.ts'
import type { Outputs, RuleFailure } from './outputs.ts'
import { runRules, type Round } from './run-rules.ts'
import { takeUtterance, type Taken } from './take-utterance.ts'
import { withoutOldTails } from './tail.ts'
import { addFacts, extend, setBegun, settle } from './timeline.ts'
import type { UnstampedMatch } from './unstamped-match.ts'
import { wokenBy } from './wake.ts'
import { adoptRuleSet } from './withdraw.ts'

/** What one message made of a call. */
export interface CallStep {
  readonly state: CallState
  readonly matches: readonly UnstampedMatch[]
  /** Rules that threw on this message; the call goes on without what they would have decided. */
  readonly failed: readonly RuleFailure[]
}

const NO_MATCHES: readonly UnstampedMatch[] = []
const NO_FAILURES: readonly RuleFailure[] = []

/**
 * The rules room's core: one message of one call, in call time, without any clock, log or file. The rule
 * set may differ from the one of the message before: rules whose content is unchanged keep their memory,
 * the matches that others left pending are retracted, and rules that are new begin with nothing.
 */
export function step(set: RuleSet, state: CallState, message: CallMessage): CallStep {
  // A bus may deliver a message twice.
  if (message.seq <= state.seq) return { state, matches: NO_MATCHES, failed: NO_FAILURES }
  const outputs: Outputs = { set, message, originMs: state.originMs, matches: [], failed: [] }
  const before = adoptRuleSet(outputs, state)
  const taken = take(set, { ...before, seq: message.seq }, message)
  const after = { ...taken.state, timeline: extend(taken.state.timeline, set, reachedMs(taken.state.ears)) }
  const round: Round = { before, after, words: taken.words, endMs: taken.endMs }
  const woken = wokenBy(set, round)
  const ran = woken.size === 0 ? after : runRules(outputs, round, woken)
  return { state: tidy(set, ran), matches: byPriority(outputs.matches), failed: outputs.failed }
}

/** Whoever decides what is shown hears of the most important first. What befalls one rule keeps its order. */
function byPriority(matches: readonly UnstampedMatch[]): readonly UnstampedMatch[] {
  if (matches.length < 2) return matches
  return matches.toSorted((one, other) => other.rule.priority - one.rule.priority)
}

function take(set: RuleSet, state: CallState, message: CallMessage): Taken {
  const atMs = callMs(state.originMs + message.atMs)
  switch (message.type) {
    case 'start':
      return nothingSaid(takeStart(set, state, { message, atMs }))
    case 'utterance':
      return takeUtterance(set, state, message)
    case 'tick': {
      const ears = decode(state.ears, { parties: PARTIES, atMs, open: state.open, finalMs: null })
      return nothingSaid({ ...state, ears })
    }
    case 'update': {
      const facts = [{ kind: 'change', atMs, change: message.change }] as const
      return nothingSaid({ ...state, timeline: addFacts(state.timeline, set, facts) })
    }
    case 'end': {
      const begun = setBegun(state.timeline, set, [])
      const timeline = addFacts(begun, set, [{ kind: 'end', atMs }])
      const ended = { ...state, open: [], ears: decodeAll(atMs), timeline }
      return { state: ended, words: null, endMs: atMs }
    }
    case 'gap':
      return nothingSaid(state)
    default:
      return assertNever(message)
  }
}

/** A call that goes on after a restart says anew what it is; its rules do not begin anew. */
function takeStart(
  set: RuleSet,
  state: CallState,
  { message, atMs }: { readonly message: CallStart; readonly atMs: CallMs },
): CallState {
  const { call } = message
  const timeline = addFacts(state.timeline, set, [{ kind: 'start', atMs, call }])
  const judged = call.continues === undefined ? set.startKeys : state.judged
  const ears = decode(state.ears, { parties: PARTIES, atMs, open: state.open, finalMs: null })
  return { ...state, timeline, judged, ears }
}

function nothingSaid(state: CallState): Taken {
  return { state, words: null, endMs: null }
}

/** Gives up what is of no more use. */
function tidy(set: RuleSet, state: CallState): CallState {
  const settled = settledMs(state.ears)
  const timeline = settle(state.timeline, set, settled)
  const tails = withoutOldTails(state.tails, state.ears.certainMs)
  const lastWatch = set.startWatches.at(-1)
  const isOver = lastWatch === undefined || lastWatch.deadlineMs <= settled
  const judged = isOver && state.judged.length > 0 ? [] : state.judged
  if (timeline === state.timeline && tails === state.tails && judged === state.judged) return state
  return { ...state, timeline, tails, judged }
}

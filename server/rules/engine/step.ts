import { assertNever } from '../../contracts/assert-never.ts'
import { callMs } from '../../contracts/time.ts'
import type { CallMessage, Utterance } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { OpenUtterance, RuleInput } from '../compile/compiled-rule.ts'
import type { CallState } from './call-state.ts'
import { listen } from './listen.ts'
import type { Outputs, RuleFailure } from './outputs.ts'
import { runRules } from './run-rules.ts'
import { adjoiningWords, nextTail } from './tail.ts'
import type { UnstampedMatch } from './unstamped-match.ts'
import { adoptRuleSet } from './withdraw.ts'

/** What one message made of a call. */
export interface CallStep {
  readonly state: CallState
  readonly matches: readonly UnstampedMatch[]
  /** Rules that threw on this message; the call goes on without what they would have decided. */
  readonly failed: readonly RuleFailure[]
}

/**
 * The rules room's core: one message of one call, in call time, without any clock, log or file. The rule
 * set may differ from the one of the message before: rules whose content is unchanged keep their memory,
 * the matches that others left pending are retracted, and rules that are new begin with nothing.
 */
export function step(set: RuleSet, state: CallState, message: CallMessage): CallStep {
  // A bus may deliver a message twice.
  if (message.seq <= state.seq) return { state, matches: [], failed: [] }
  const outputs: Outputs = { set, message, matches: [], failed: [] }
  const current = { ...adoptRuleSet(outputs, state), seq: message.seq }
  const next = take(outputs, current, message)
  return { state: next, matches: outputs.matches, failed: outputs.failed }
}

function take(outputs: Outputs, state: CallState, message: CallMessage): CallState {
  switch (message.type) {
    case 'start':
      return runRules(outputs, state, { ...baseOf(state, message), kind: 'start' })
    case 'utterance':
      return takeUtterance(outputs, state, message)
    case 'tick':
      return runRules(outputs, ...withDecoded(state, message, 'time'))
    case 'end':
      return runRules(outputs, ...withDecoded({ ...state, open: [] }, message, 'end'))
    case 'update':
    case 'gap':
      return state
    default:
      return assertNever(message)
  }
}

function takeUtterance(outputs: Outputs, state: CallState, utterance: Utterance): CallState {
  const { set } = outputs
  const { party, utteranceId } = utterance
  const final = utterance.state === 'final'
  const before = adjoiningWords(state.tails[party], utterance.startMs)
  const heard = listen(set, before, utterance)
  const next: CallState = { ...state, open: openAfter(state.open, utterance) }
  const input = { ...baseOf(next, utterance), kind: 'words' as const, utteranceId, party, final }
  const ran = runRules(outputs, next, input, heard.hits)
  if (!final) return ran
  const tail = nextTail({
    tail: state.tails[party],
    before,
    final: utterance,
    usedBy: heard.usedBy,
    keep: Math.max(0, set.finder.longest - 1),
  })
  return tail === undefined ? ran : { ...ran, tails: { ...ran.tails, [party]: tail } }
}

function withDecoded(state: CallState, message: CallMessage, kind: 'time' | 'end'): [CallState, RuleInput] {
  const decodedMs = callMs(Math.max(state.decodedMs, message.atMs))
  const next = { ...state, decodedMs }
  return [next, { ...baseOf(next, message), kind }]
}

function baseOf(
  state: CallState,
  message: CallMessage,
): Pick<RuleInput, 'callId' | 'seq' | 'atMs' | 'decodedMs' | 'open'> {
  return {
    callId: state.callId,
    seq: message.seq,
    atMs: message.atMs,
    decodedMs: state.decodedMs,
    open: state.open,
  }
}

function openAfter(open: readonly OpenUtterance[], utterance: Utterance): readonly OpenUtterance[] {
  const { utteranceId, party, startMs } = utterance
  const known = open.some((entry) => entry.utteranceId === utteranceId)
  if (utterance.state === 'partial') return known ? open : [...open, { utteranceId, party, startMs }]
  return known ? open.filter((entry) => entry.utteranceId !== utteranceId) : open
}

import type { EvidencePart, Evidence, Match, RuleAction, RuleRef } from '../../contracts/match.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { Decision } from '../compile/compiled-rule.ts'
import type { UnstampedMatch } from './unstamped-match.ts'

export interface RuleFailure {
  readonly ruleId: string
  readonly error: unknown
  /** The rule has thrown too often and is silent for the rest of this call. */
  readonly disabled: boolean
}

/** What one step collects while it runs; it lives no longer than the step. */
export interface Outputs {
  readonly set: RuleSet
  readonly message: CallMessage
  /** `CallState.originMs`. */
  readonly originMs: number
  readonly matches: UnstampedMatch[]
  readonly failed: RuleFailure[]
}

export interface Emission {
  readonly rule: RuleRef
  readonly action: RuleAction
  readonly match: Pick<Decision, 'matchId' | 'evidence'>
  readonly state: Match['state']
}

export function emit(outputs: Outputs, emission: Emission): void {
  const { set, message, originMs } = outputs
  const { evidence } = emission.match
  outputs.matches.push({
    type: 'match',
    matchId: emission.match.matchId,
    callId: message.callId,
    state: emission.state,
    rule: emission.rule,
    ruleSetHash: set.hash,
    action: emission.action,
    evidence: originMs === 0 ? evidence : onStream(evidence, originMs),
    atMs: message.atMs,
    stamps: stampsOf(message),
  })
}

/** In the call time of the stream that the call goes on in; what lies before it is negative. */
function onStream(evidence: Evidence, originMs: number): Evidence {
  return { ...moved(evidence, originMs), others: evidence.others.map((part) => moved(part, originMs)) }
}

function moved<P extends EvidencePart>(part: P, originMs: number): P {
  const move = (ms: CallMs): CallMs => callMs(ms - originMs)
  const words = part.words.map((word) => ({
    ...word,
    startMs: move(word.startMs),
    endMs: move(word.endMs),
  }))
  return { ...part, words, startMs: move(part.startMs), endMs: move(part.endMs) }
}

function stampsOf(message: CallMessage): UnstampedMatch['stamps'] {
  if (message.type !== 'utterance') return null
  const { capturedAt, heardAt, decodedAt } = message
  return { capturedAt, heardAt, decodedAt }
}

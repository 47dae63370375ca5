import type { Match, RuleAction, RuleRef } from '../../contracts/match.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { PendingMatch } from '../compile/rule-state.ts'
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
  readonly matches: UnstampedMatch[]
  readonly failed: RuleFailure[]
}

export interface Emission {
  readonly rule: RuleRef
  readonly action: RuleAction
  readonly match: PendingMatch
  readonly state: Match['state']
}

export function emit(outputs: Outputs, emission: Emission): void {
  const { set, message } = outputs
  outputs.matches.push({
    type: 'match',
    matchId: emission.match.matchId,
    callId: message.callId,
    state: emission.state,
    rule: emission.rule,
    ruleSetHash: set.hash,
    action: emission.action,
    evidence: emission.match.evidence,
    atMs: message.atMs,
    stamps: stampsOf(message),
  })
}

function stampsOf(message: CallMessage): UnstampedMatch['stamps'] {
  if (message.type !== 'utterance') return null
  const { capturedAt, heardAt, decodedAt } = message
  return { capturedAt, heardAt, decodedAt }
}

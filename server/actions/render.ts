import type { Match } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import { latencyOf } from './latency.ts'
import { outcomeIdOf } from './outcome-id.ts'

interface Rendering {
  readonly match: Match
  readonly agentId: string | null
  readonly state: Outcome['state']
  readonly reason: Outcome['reason']
  readonly createdAt: WallMs
}

/** The outcome of a match as people and the store get it. */
export function render({ match, agentId, state, reason, createdAt }: Rendering): Outcome {
  const { rule, action } = match
  return {
    type: 'outcome',
    outcomeId: outcomeIdOf(match.callId, match.matchId),
    kind: action.kind,
    callId: match.callId,
    agentId,
    rule: `${rule.id}@${String(rule.version)}`,
    title: rule.title,
    text: action.text,
    severity: rule.severity,
    priority: rule.priority,
    atMs: match.atMs,
    state,
    reason,
    evidence: match.evidence,
    latencyMs: latencyOf(match, createdAt),
    createdAt,
  }
}

import type { Match } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import { fill, fillCard, type Filling } from './fill.ts'
import { latencyOf } from './latency.ts'
import { outcomeIdOf } from './outcome-id.ts'

interface Rendering {
  readonly match: Match
  readonly agentId: string | null
  readonly state: Outcome['state']
  readonly reason: Outcome['reason']
  readonly createdAt: WallMs
  /** Attributes of the call, which texts may name. */
  readonly attributes: Filling['attributes']
}

/** The outcome of a match as people and the store get it. */
export function render({ match, agentId, state, reason, createdAt, attributes }: Rendering): Outcome {
  const { rule, action } = match
  const filling = { words: match.evidence.words.map(({ text }) => text).join(' '), attributes }
  return {
    type: 'outcome',
    outcomeId: outcomeIdOf(match.callId, match.matchId),
    kind: action.kind,
    callId: match.callId,
    agentId,
    rule: `${rule.id}@${String(rule.version)}`,
    title: rule.title,
    text: fill(action.text, filling),
    ...(action.card === undefined ? {} : { card: fillCard(action.card, filling) }),
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

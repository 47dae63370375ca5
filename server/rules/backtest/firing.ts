import type { EvidencePart } from '../../contracts/match.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import { evaluateCall } from '../engine/evaluate-call.ts'
import type { UnstampedMatch } from '../engine/unstamped-match.ts'

/** Two firings are the same occasion when their evidence meets, or they lie this close in call time. */
const SAME_WITHIN_MS = 1000

/** Where a rule fired, live or played. */
export interface Occasion {
  readonly atMs: number
  readonly evidence: Pick<EvidencePart, 'startMs' | 'endMs'>
}

/** What stays in front of somebody when a call is played through a set, by rule, each rule's by time. */
export function firingsByRule(
  set: RuleSet,
  call: CallRecord['call'],
  messages: readonly CallMessage[],
): ReadonlyMap<string, readonly UnstampedMatch[]> {
  const matches = evaluateCall({ set, callId: call.callId, messages })
  const gone = new Set(matches.filter(({ state }) => state === 'retracted').map(({ matchId }) => matchId))
  const last = new Map(matches.map((match) => [match.matchId, match.evidence]))
  const byRule = new Map<string, UnstampedMatch[]>()
  for (const match of matches) {
    if (match.state !== 'fired' || gone.has(match.matchId)) continue
    const ofRule = byRule.get(match.rule.id) ?? []
    byRule.set(match.rule.id, ofRule)
    ofRule.push({ ...match, evidence: last.get(match.matchId) ?? match.evidence })
  }
  return byRule
}

/** Those of one rule's firings that somebody would be told, were the rule live: what its cooldown lets through. */
export function toldOf(firings: readonly UnstampedMatch[]): readonly UnstampedMatch[] {
  const told: UnstampedMatch[] = []
  for (const firing of firings) {
    const before = told.at(-1)
    const { cooldownMs, oncePerCall } = firing.action
    if (before === undefined || (!oncePerCall && firing.atMs - before.atMs >= cooldownMs)) told.push(firing)
  }
  return told
}

export function meetsAny(one: Occasion, others: readonly Occasion[]): boolean {
  return others.some((other) => meets(one, other))
}

function meets(one: Occasion, other: Occasion): boolean {
  if (Math.abs(one.atMs - other.atMs) <= SAME_WITHIN_MS) return true
  return one.evidence.startMs < other.evidence.endMs && other.evidence.startMs < one.evidence.endMs
}

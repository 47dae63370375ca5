import type { RuleInCall } from '../../contracts/explanation.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { RuleSet } from '../compile/compile.ts'
import { tracingAll } from '../engine/trace-call.ts'
import { bestMoment } from './best-moment.ts'
import { becameOf, playedCall, traceOf, type CallTrace } from './call-trace.ts'

export interface RulesInCallOptions {
  readonly set: RuleSet
  readonly record: CallRecord
  /** How far the call is when it goes on; null: it is over. */
  readonly liveAtMs: number | null
}

/**
 * The rules of a set, as far as each came in a call: those that fired first, then those that came nearest by what
 * happened in them. With pauses for whoever shares the process.
 */
export function* rulesInCall(options: RulesInCallOptions): Generator<void, readonly RuleInCall[]> {
  const { set, record, liveAtMs } = options
  const call = yield* playedCall(record, liveAtMs)
  const rules = new Map(set.rules.map(({ rule }) => [rule.ref.id, rule]))
  const { callId } = record.call
  const all = yield* tracingAll({ set, ruleIds: [...rules.keys()], callId, messages: call.messages })
  const found: RuleInCall[] = []
  for (const traced of all) {
    const rule = rules.get(traced.ruleId)
    if (rule === undefined) continue
    const near = yield* nearOf(traceOf({ set, traced, call }))
    const fired = firedIn(traced.matches)
    const { id: ruleId, title, status } = rule.ref
    found.push({ ruleId, title, status, kind: rule.action.kind, fired, near: fired > 0 ? 1 : near })
  }
  return found.toSorted(
    (a, b) => b.fired - a.fired || b.near - a.near || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0),
  )
}

function firedIn(matches: CallTrace['traced']['matches']): number {
  const withdrawn = new Set(matches.flatMap(({ state, matchId }) => (state === 'retracted' ? [matchId] : [])))
  return matches.filter(({ state, matchId }) => state === 'fired' && !withdrawn.has(matchId)).length
}

/** What is so all the time brings no rule nearer: only moments count at which something of it happened. */
function* nearOf(trace: CallTrace): Generator<void, number> {
  const [root] = trace.nodes
  const happened = trace.nodes.flatMap((node) =>
    node.isState ? [] : becameOf(trace, node).occurrences.map(({ atMs }) => atMs),
  )
  if (root === undefined || happened.length === 0) return 0
  const moments = [...new Set(happened)].toSorted((a, b) => a - b)
  const best = yield* bestMoment({ trace, nearestOf: () => null }, root, moments)
  return Math.round((best?.judged.met ?? 0) * 100) / 100
}

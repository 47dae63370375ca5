import type {
  ExplainedCondition,
  ExplainedFiring,
  ExplainedOutcome,
  Explanation,
  Lack,
  NearestMiss,
  NearestWords,
} from '../../contracts/explanation.ts'
import type { CallRecord } from '../../contracts/store.ts'
import { ruleIdOf, type Outcome, type OutcomeReason } from '../../contracts/outcome.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { TreeNode } from '../compile/tree.ts'
import { atOnce } from '../engine/at-once.ts'
import { tracing } from '../engine/trace-call.ts'
import { bestMoment } from './best-moment.ts'
import { becameOf, heldAt, playedCall, traceOf, type CallTrace } from './call-trace.ts'
import { describeCondition } from './describe-condition.ts'
import { lackOf, nearestFor } from './lack.ts'

export interface ExplainOptions {
  readonly set: RuleSet
  readonly ruleId: string
  readonly record: CallRecord
  /** How far the call is when it goes on, in milliseconds of its own time; null, the default: it is over. */
  readonly liveAtMs?: number | null
  /** Where the record's last leg begins in it; 0 by default. */
  readonly legFromMs?: number
}

/**
 * Says of one rule and one kept call when it fired, what each of its conditions did, and, when it did not fire, when
 * it came nearest and what it lacked then.
 * @throws RangeError when the set has no such rule.
 */
export function explainCall(options: ExplainOptions): Explanation {
  return atOnce(explaining(options))
}

/** The same, with pauses for whoever shares the process. */
export function* explaining(options: ExplainOptions): Generator<void, Explanation> {
  const { set, ruleId, record, liveAtMs = null, legFromMs = 0 } = options
  const rule = set.rules.find((each) => each.rule.ref.id === ruleId)?.rule
  if (rule === undefined) throw new RangeError(`there is no rule ${ruleId} in the set`)
  const call = yield* playedCall(record, liveAtMs)
  const { callId } = record.call
  const traced = yield* tracing({ set, ruleId, callId, messages: call.messages })
  const trace = traceOf({ set, traced, call })
  const firings = firingsOf(trace)
  const hasFired = firings.some(({ state }) => state !== 'retracted')
  const nearestMiss = hasFired ? null : yield* nearestMissOf(trace)
  return {
    callId,
    durationMs: trace.endMs,
    isLive: call.isLive,
    legFromMs,
    rule: { ...rule.ref, action: rule.action },
    firings,
    outcomes: record.outcomes.filter((outcome) => ruleIdOf(outcome) === ruleId).map(toExplained),
    conditions: trace.nodes.map((node) => toCondition(trace, node, nearestMiss)),
    nearestMiss,
  }
}

function firingsOf({ traced: { matches }, isLive }: CallTrace): readonly ExplainedFiring[] {
  return matches.flatMap((fired): readonly ExplainedFiring[] => {
    if (fired.state !== 'fired') return []
    const decided = matches.find(({ matchId, state }) => matchId === fired.matchId && state !== 'fired')
    const { others, ...decisive } = (decided ?? fired).evidence
    const open = isLive ? 'fired' : 'confirmed'
    const state = decided?.state === 'retracted' ? 'retracted' : decided === undefined ? open : 'confirmed'
    return [{ atMs: fired.atMs, state, parts: [decisive, ...others] }]
  })
}

function toCondition(trace: CallTrace, node: TreeNode, miss: NearestMiss | null): ExplainedCondition {
  const { occurrences, held } = becameOf(trace, node)
  return {
    path: node.path,
    depth: trace.traced.nodes[node.index]?.depth ?? 0,
    asks: describeCondition(node.condition),
    isState: node.isState,
    happened: node.isState
      ? []
      : occurrences.map(({ atMs, parts }) => {
          const [decisive] = parts
          const words = decisive?.words.map(({ text }) => text).join(' ') ?? ''
          const speaker = trace.speakers.get(decisive?.utteranceId ?? '') ?? null
          return { atMs, words, speaker, score: decisive?.score ?? 1 }
        }),
    held,
    heldThen: miss === null ? null : heldAt(trace, node, { atMs: miss.atMs, sinceMs: -Infinity }),
  }
}

/** The moment at which most of the rule held; of several, the earliest at which something of it happened. */
function* nearestMissOf(trace: CallTrace): Generator<void, NearestMiss | null> {
  const [root] = trace.nodes
  if (root === undefined) return null
  const near = new Map<TreeNode, NearestWords | null>()
  for (const node of trace.nodes) near.set(node, yield* nearestFor(trace, node))
  const nearestOf = (node: TreeNode): NearestWords | null => near.get(node) ?? null
  const moments = momentsOf(trace, [...near.values()])
  const best = yield* bestMoment({ trace, nearestOf }, root, moments)
  if (best === null) return null
  const { atMs, judged } = best
  const lacks: Lack[] = []
  for (const node of judged.lacking) lacks.push(yield* lackOf({ trace, nearestOf }, node, atMs))
  return { atMs, held: Math.round(judged.met * 100) / 100, lacks }
}

/** Every moment that may be the best: first those at which something happened, then those of states, each by time. */
function momentsOf(trace: CallTrace, near: readonly (NearestWords | null)[]): readonly number[] {
  const happened: number[] = near.flatMap((nearest) => nearest?.endMs ?? [])
  const changed: number[] = [trace.endMs]
  for (const node of trace.nodes) {
    const { occurrences, held } = becameOf(trace, node)
    if (node.isState) changed.push(...held.map(({ fromMs }) => fromMs))
    else happened.push(...occurrences.map(({ atMs }) => atMs))
  }
  const byTime = (a: number, b: number): number => a - b
  return [...new Set([...happened.toSorted(byTime), ...changed.toSorted(byTime)])]
}

function toExplained(outcome: Outcome): ExplainedOutcome {
  const { outcomeId, rule, kind, atMs, state, reason, because } = outcome
  const heldBecause = state === 'held' ? HELD[reason] : null
  return {
    outcomeId,
    rule,
    kind,
    atMs,
    state,
    reason,
    ...(because === undefined ? {} : { because }),
    heldBecause,
  }
}

const HELD: Readonly<Record<OutcomeReason, string>> = {
  matched: 'it was held back',
  'confirmed-by-final': 'it was held back',
  'not-in-final': 'its words were not in the final',
  'once-per-call': 'the rule tells it once in a call, and had told it',
  cooldown: 'the same was told in this call before, and its cooldown was not over',
  'rule-in-shadow': 'the rule was in shadow: it is recorded, and shown to nobody',
  'no-agent': 'nobody had said which agent was on the call',
  silenced: 'somebody wanted silence about the rule, the queue or the agent',
  demoted: 'people had called the rule wrong too often',
  'not-for-team': 'the floor wants the rule for others',
  'below-threshold': 'the floor wants it more serious, important or sure for them',
  'same-words': 'another card of the call rested on the same words',
  'budget-spent': 'the agent had been shown as many prompts as its priority may spend',
  'agent-speaking': 'the agent was speaking, and the call ended before a pause',
  outranked: 'a card of higher priority rested on the same words',
  'issue-over': 'the issue that it told of was over',
  inhibited: 'a more serious outcome of the call said enough',
  grouped: 'it was told together with the same in other calls',
}

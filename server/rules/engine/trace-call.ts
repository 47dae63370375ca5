import type { EvidencePart } from '../../contracts/match.ts'
import { callMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { compileRule, type RuleSet } from '../compile/compile.ts'
import type { Condition } from '../compile/rule.ts'
import type { TreeNode } from '../compile/tree.ts'
import { evaluateCall, type EvaluateCallOptions } from './evaluate-call.ts'
import type { Fact } from './measures/measures.ts'
import { spokenFacts } from './take-utterance.ts'
import { addFacts, initialTimeline, type Timeline } from './timeline.ts'
import type { UnstampedMatch } from './unstamped-match.ts'

/** One time that a condition happened, for certain. Times are call time in milliseconds. */
export interface TracedOccurrence {
  readonly atMs: number
  /** What held then: what decided it first, then what held beside it. */
  readonly parts: readonly EvidencePart[]
}

/** A stretch of the call; `toMs` null: until its end. */
export interface TracedInterval {
  readonly fromMs: number
  readonly toMs: number | null
}

/** What became of one condition of the rule. */
export interface TracedNode {
  /** Where it stands in the rule, for example `all[1].sequence[0].said`. */
  readonly path: string
  /** How deep: 0 for the rule's whole condition. Nodes come in the order of the rule, each before its members. */
  readonly depth: number
  readonly condition: Condition
  /** When it happened, in order; what only ever held by chance of a hypothesis is not among them. */
  readonly occurrences: readonly TracedOccurrence[]
  /**
   * When it held: a state while it was so; what happens, from its first occurrence on, which is how a join takes
   * it; a `not`, while its member did not hold.
   */
  readonly held: readonly TracedInterval[]
}

export interface TracedCall {
  readonly ruleId: string
  readonly nodes: readonly TracedNode[]
  /** What the rule fired, confirmed and retracted, as live. */
  readonly matches: readonly UnstampedMatch[]
}

export interface TraceCallOptions extends EvaluateCallOptions {
  /** A rule of the set. */
  readonly ruleId: string
}

/**
 * Runs a whole call at once and tells of one rule what each of its conditions did, for certain: for showing why
 * the rule fired or did not.
 *
 * @throws RangeError when the set has no such rule.
 */
export function traceCall({ set, ruleId, callId, messages }: TraceCallOptions): TracedCall {
  const index = set.rules.findIndex(({ rule }) => rule.ref.id === ruleId)
  const traced = set.rules[index]
  if (traced === undefined) throw new RangeError(`there is no rule ${ruleId} in the set`)
  const played = [...messages]
  const happened = new Map<number, TracedOccurrence[]>()
  const rule = compileRule(traced.rule, {
    other: (id) => set.rules.find((other) => other.rule.ref.id === id)?.listening,
    trace({ index: node }, { atMs, parts }) {
      happened.set(node, [...(happened.get(node) ?? []), { atMs, parts }])
    },
  })
  const withTrace: RuleSet = { ...set, rules: set.rules.with(index, rule) }
  const matches = evaluateCall({ set: withTrace, callId, messages: played })
  const timeline = timelineOf(set, played)
  const nodes = traced.nodes.map((node): TracedNode => {
    const occurrences = happened.get(node.index) ?? []
    return {
      path: node.path,
      depth: depthOf(node),
      condition: node.condition,
      occurrences,
      held: heldBy(node, { happened, timeline, atoms: set.atomOf[index] ?? [] }),
    }
  })
  return { ruleId, nodes, matches: matches.filter((match) => match.rule.id === ruleId) }
}

function depthOf({ parent }: TreeNode): number {
  return parent === null ? 0 : depthOf(parent) + 1
}

interface Holding {
  readonly happened: ReadonlyMap<number, readonly TracedOccurrence[]>
  readonly timeline: Timeline
  readonly atoms: readonly (number | undefined)[]
}

function heldBy(node: TreeNode, holding: Holding): readonly TracedInterval[] {
  const { condition, members } = node
  const ofMembers = (): (readonly TracedInterval[])[] => members.map((member) => heldBy(member, holding))
  if (condition.kind === 'not') return ofMembers().map(complement)[0] ?? []
  if (condition.kind === 'any') return complement(ofMembers().map(complement).reduce(overlap, ALL))
  if (condition.kind === 'all' && node.isState) return ofMembers().reduce(overlap, ALL)
  const atom = holding.atoms[node.index]
  if (atom !== undefined) return atomHeld(holding.timeline, atom)
  const first = holding.happened.get(node.index)?.[0]
  return first === undefined ? [] : [{ fromMs: first.atMs, toMs: null }]
}

const ALL: readonly TracedInterval[] = [{ fromMs: 0, toMs: null }]

function atomHeld({ changes }: Timeline, atom: number): readonly TracedInterval[] {
  const held: TracedInterval[] = []
  for (const { atMs, atom: changed, on } of changes) {
    if (changed !== atom) continue
    const last = held.at(-1)
    if (on) held.push({ fromMs: atMs, toMs: null })
    else if (last !== undefined) held[held.length - 1] = { ...last, toMs: atMs }
  }
  return held
}

function complement(held: readonly TracedInterval[]): readonly TracedInterval[] {
  const rest: TracedInterval[] = []
  let fromMs: number | null = 0
  for (const interval of held) {
    if (fromMs !== null && interval.fromMs > fromMs) rest.push({ fromMs, toMs: interval.fromMs })
    fromMs = interval.toMs
  }
  return fromMs === null ? rest : [...rest, { fromMs, toMs: null }]
}

function overlap(
  one: readonly TracedInterval[],
  other: readonly TracedInterval[],
): readonly TracedInterval[] {
  return one.flatMap((a) =>
    other.flatMap((b): readonly TracedInterval[] => {
      const fromMs = Math.max(a.fromMs, b.fromMs)
      const toMs = Math.min(a.toMs ?? Infinity, b.toMs ?? Infinity)
      return fromMs < toMs ? [{ fromMs, toMs: toMs === Infinity ? null : toMs }] : []
    }),
  )
}

/** All states of the call, read over all of its facts at once. */
function timelineOf(set: RuleSet, messages: readonly CallMessage[]): Timeline {
  return addFacts(initialTimeline(), set, messages.flatMap(factsOf))
}

/** What a message tells of the call for certain. */
export function factsOf(message: CallMessage): readonly Fact[] {
  const atMs = callMs(message.atMs)
  switch (message.type) {
    case 'start':
      return [{ kind: 'start', atMs, call: message.call }]
    case 'update':
      return [{ kind: 'change', atMs, change: message.change }]
    case 'end':
      return [{ kind: 'end', atMs }]
    case 'utterance':
      return message.state === 'final' ? spokenFacts(message) : []
    default:
      return []
  }
}

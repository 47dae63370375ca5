import type { EvidencePart } from '../../contracts/match.ts'
import { callMs } from '../../contracts/time.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { compileRule, type RuleSet } from '../compile/compile.ts'
import type { CompiledRule } from '../compile/compiled-rule.ts'
import type { Condition } from '../compile/rule.ts'
import type { TreeNode } from '../compile/tree.ts'
import { atOnce } from './at-once.ts'
import { evaluation, type EvaluateCallOptions } from './evaluate-call.ts'
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
export function traceCall(options: TraceCallOptions): TracedCall {
  return atOnce(tracing(options))
}

/** The same, with pauses for whoever shares the process. */
export function* tracing({ ruleId, ...options }: TraceCallOptions): Generator<void, TracedCall> {
  const [traced] = yield* tracingAll({ ...options, ruleIds: [ruleId] })
  if (traced === undefined) throw new RangeError(`there is no rule ${ruleId} in the set`)
  return traced
}

export interface TraceAllOptions extends EvaluateCallOptions {
  /** Rules of the set; those that are not in it are left out. */
  readonly ruleIds: readonly string[]
}

/** Traces several rules in one run through the call. */
export function* tracingAll(options: TraceAllOptions): Generator<void, readonly TracedCall[]> {
  const { set, ruleIds, callId, messages } = options
  const played = [...messages]
  const asked = new Set(ruleIds)
  const happenedBy = new Map<number, Map<number, TracedOccurrence[]>>()
  const rules: CompiledRule[] = []
  for (const [index, compiled] of set.rules.entries()) {
    rules.push(asked.has(compiled.rule.ref.id) ? withTrace(set, { index, happenedBy }) : compiled)
    yield
  }
  const matches = yield* evaluation({ set: { ...set, rules }, callId, messages: played })
  const timeline = yield* timelineOf(set, played)
  return [...happenedBy].flatMap(([index, happened]): readonly TracedCall[] => {
    const traced = set.rules[index]
    if (traced === undefined) return []
    const ruleId = traced.rule.ref.id
    const nodes = traced.nodes.map((node): TracedNode => ({
      path: node.path,
      depth: depthOf(node),
      condition: node.condition,
      occurrences: happened.get(node.index) ?? [],
      held: heldBy(node, { happened, timeline, atoms: set.atomOf[index] ?? [] }),
    }))
    return [{ ruleId, nodes, matches: matches.filter((match) => match.rule.id === ruleId) }]
  })
}

/** A rule of the set that writes down what happens in it. */
function withTrace(
  set: RuleSet,
  place: { readonly index: number; readonly happenedBy: Map<number, Map<number, TracedOccurrence[]>> },
): CompiledRule {
  const happened = new Map<number, TracedOccurrence[]>()
  place.happenedBy.set(place.index, happened)
  const traced = set.rules[place.index]
  if (traced === undefined) throw new TypeError('a rule of the set is in it')
  return compileRule(traced.rule, {
    other: (id) => set.rules.find((other) => other.rule.ref.id === id)?.listening,
    trace({ index: node }, { atMs, parts }) {
      const before = happened.get(node)
      if (before === undefined) happened.set(node, [{ atMs, parts }])
      else before.push({ atMs, parts })
    },
  })
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

/** So many facts are taken in one go. */
const FACTS_AT_ONCE = 200

/** All states of the call, read over all of its facts. */
function* timelineOf(set: RuleSet, messages: readonly CallMessage[]): Generator<void, Timeline> {
  const facts = messages.flatMap(factsOf).toSorted((a, b) => a.atMs - b.atMs)
  let timeline = initialTimeline()
  for (let from = 0; from < facts.length;) {
    let to = Math.min(from + FACTS_AT_ONCE, facts.length)
    // Facts of one moment are taken together: a later one would make all be read anew.
    while (to < facts.length && facts[to]?.atMs === facts[to - 1]?.atMs) to += 1
    timeline = addFacts(timeline, set, facts.slice(from, to))
    from = to
    yield
  }
  return timeline
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

import type { EvidencePart } from '../../contracts/match.ts'
import { callMs } from '../../contracts/time.ts'
import { beginWatch } from './absence.ts'
import type { Happened } from './memory.ts'
import type { AllCondition, CountCondition, RuleCondition, SequenceCondition } from './rule.ts'
import { remember, type Run, type States } from './run.ts'
import { isState, type TreeNode } from './tree.ts'

/** Takes that a node happened, and what follows from it further up. */
export function happen(run: Run, node: TreeNode, happened: Happened): void {
  run.trace?.(node, happened)
  if (node.remembers) remember(run, node, { last: happened })
  if (node.parent === null) run.fired.push(happened)
  else rise(run, node.parent, node, happened)
}

function rise(run: Run, parent: TreeNode, member: TreeNode, happened: Happened): void {
  const { condition } = parent
  switch (condition.kind) {
    case 'any':
      happen(run, parent, happened)
      return
    case 'all': {
      const joined = join(run, { parent, condition, member, happened })
      if (joined !== null) happen(run, parent, joined)
      return
    }
    case 'sequence':
      follow(run, { parent, condition, member, happened })
      return
    case 'count':
      count(run, { parent, condition, member, happened })
      return
    case 'last':
      remember(run, parent, { counted: [happened] })
      return
    case 'absence':
      beginWatch(run, { node: parent, condition, after: happened })
      return
    default:
      // A `not` only tells what holds.
      return
  }
}

/** A member of a condition has happened. */
interface Risen<C> {
  readonly parent: TreeNode
  readonly condition: C
  readonly member: TreeNode
  readonly happened: Happened
}

/** The member together with what else holds; null when something does not. */
function join(run: Run, { parent, condition, member, happened }: Risen<AllCondition>): Happened | null {
  const others: EvidencePart[] = []
  const sinceMs = condition.withinMs === null ? -Infinity : happened.atMs - condition.withinMs
  for (const other of parent.members) {
    if (other === member) continue
    const parts = holding(run, other, { atMs: happened.atMs, sinceMs })
    if (parts === null) return null
    others.push(...parts)
  }
  return { ...happened, parts: [...happened.parts, ...others] }
}

interface Moment {
  readonly atMs: number
  /** What happened before does not count. */
  readonly sinceMs: number
}

const NO_PARTS: readonly EvidencePart[] = []

/** What shows that a node holds; null: it does not. */
function holding(run: Run, node: TreeNode, moment: Moment): readonly EvidencePart[] | null {
  const { condition, members } = node
  if (condition.kind === 'not') {
    return members.every((member) => holding(run, member, moment) === null) ? NO_PARTS : null
  }
  if (condition.kind === 'any') return first(run, members, moment)
  if (condition.kind === 'all' && node.isState) {
    const all = members.map((member) => holding(run, member, moment))
    return all.includes(null) ? null : all.flatMap((parts) => parts ?? NO_PARTS)
  }
  if (isState(condition)) {
    return run.states.holds(node, moment.atMs) ? [statePart(run.states, node, moment.atMs)] : null
  }
  const last = run.nodes[node.index]?.last
  return last !== undefined && last.atMs >= moment.sinceMs ? last.parts : null
}

function first(run: Run, members: readonly TreeNode[], moment: Moment): readonly EvidencePart[] | null {
  for (const member of members) {
    const parts = holding(run, member, moment)
    if (parts !== null) return parts
  }
  return null
}

/** That a state holds at this moment. */
export function statePart(states: States, node: TreeNode, atMs: number): EvidencePart {
  const { condition } = node
  if (!isState(condition)) throw new TypeError(`${node.path} is not a state`)
  const party = 'party' in condition ? condition.party : 'by' in condition ? condition.by : null
  return {
    condition: condition.kind,
    party,
    phrase: states.describe(node),
    words: [],
    utteranceId: null,
    startMs: callMs(atMs),
    endMs: callMs(atMs),
    confidence: null,
    score: 1,
  }
}

function follow(run: Run, { parent, condition, member, happened }: Risen<SequenceCondition>): void {
  const stages = run.nodes[parent.index]?.stages ?? condition.of.slice(1).map(() => null)
  const before = member.member === 0 ? null : (stages[member.member - 1] ?? null)
  if (member.member > 0 && (before === null || !followsOn(before, happened, condition.withinMs))) return
  const reached = before === null ? happened : withParts(happened, before.parts)
  if (member.member === condition.of.length - 1) {
    remember(run, parent, { stages: stages.map(() => null) })
    happen(run, parent, asKind(reached, 'sequence'))
    return
  }
  remember(run, parent, { stages: stages.with(member.member, reached) })
}

/** Whether it begins when the one before is over, and happens in time. */
function followsOn(before: Happened, happened: Happened, withinMs: number): boolean {
  const endMs = Math.max(before.atMs, before.parts[0].endMs)
  const startMs = happened.source === null ? happened.atMs : happened.parts[0].startMs
  return startMs >= endMs && happened.atMs - endMs <= withinMs
}

function count(run: Run, { parent, condition, happened }: Risen<CountCondition>): void {
  const sinceMs = condition.withinMs === null ? -Infinity : happened.atMs - condition.withinMs
  const before = run.nodes[parent.index]?.counted ?? []
  const counted = [...before.filter(({ atMs }) => atMs >= sinceMs), happened]
  if (counted.length < condition.times) {
    remember(run, parent, { counted })
    return
  }
  remember(run, parent, { counted: [] })
  const earlier = counted.slice(0, -1).flatMap(({ parts }) => parts)
  happen(run, parent, asKind(withParts(happened, earlier), 'count'))
}

/** The call is over: what came last is known now. */
export function happenAtEnd(run: Run, nodes: readonly TreeNode[], endMs: number): void {
  for (const node of nodes) {
    if (node.condition.kind !== 'last') continue
    const last = run.nodes[node.index]?.counted?.at(-1)
    if (last === undefined || last.atMs < endMs - node.condition.lastMs) continue
    happen(run, node, asKind({ ...last, atMs: endMs }, 'last'))
  }
}

/** Another rule fired. */
export function ruleHappened(condition: RuleCondition, fired: Happened): Happened {
  const [decisive, ...others] = fired.parts
  return { ...fired, parts: [{ ...decisive, condition: 'rule', phrase: condition.ruleId }, ...others] }
}

function withParts(happened: Happened, parts: readonly EvidencePart[]): Happened {
  return { ...happened, parts: [...happened.parts, ...parts] }
}

/** The part that decided a condition made of others says so: it alone would not have. */
function asKind(happened: Happened, condition: 'sequence' | 'count' | 'last'): Happened {
  const [decisive, ...others] = happened.parts
  return { ...happened, parts: [{ ...decisive, condition }, ...others] }
}

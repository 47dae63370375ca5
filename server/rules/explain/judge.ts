import type { TreeNode } from '../compile/tree.ts'
import { becameOf, heldAt, type CallTrace, type Moment } from './call-trace.ts'
import type { NearestWords } from '../../contracts/explanation.ts'

/** How much of a condition held at a moment, and which of its parts did not. */
export interface Judgement {
  /** 0 to 1; 1: it held. */
  readonly met: number
  /** The innermost conditions that did not hold, of the best way to meet it. */
  readonly lacking: readonly TreeNode[]
}

export interface JudgeOptions {
  readonly trace: CallTrace
  /** What was said that comes nearest to a condition about words. */
  readonly nearestOf: (node: TreeNode) => NearestWords | null
}

/** What is nearly said counts for so much of what is said, so that of two misses the nearer is found. */
const NEARLY = 0.5

const MET: Judgement = { met: 1, lacking: [] }

/** Judges a condition at a moment, as a join that asks then would; what is not met is judged by its parts. */
export function judge(options: JudgeOptions, node: TreeNode, moment: Moment): Judgement {
  if (node.condition.kind !== 'all' && heldAt(options.trace, node, moment)) return MET
  switch (node.condition.kind) {
    case 'all':
      return judgeAll(options, node, moment)
    case 'any':
      return best(node.members.map((member) => judge(options, member, moment)))
    case 'not':
      // Had it not held, the `not` would have.
      return { met: 0, lacking: [node] }
    case 'sequence':
      return judgeSequence(options, node, moment)
    case 'count': {
      const so = happenedBy(options.trace, node, moment) / node.condition.times
      return { met: Math.min(so, 1 - 1 / (node.condition.times + 1)), lacking: [node] }
    }
    case 'absence':
    case 'last':
      return judgeAfter(options, node, moment)
    case 'said':
    case 'near':
      return { met: nearlySaid(options, node, moment), lacking: [node] }
    default:
      return { met: 0, lacking: [node] }
  }
}

function judgeAll(options: JudgeOptions, node: TreeNode, moment: Moment): Judgement {
  const { condition, members } = node
  const withinMs = condition.kind === 'all' ? condition.withinMs : null
  const sinceMs = withinMs === null ? moment.sinceMs : Math.max(moment.sinceMs, moment.atMs - withinMs)
  const judged = members.map((member) => judge(options, member, { ...moment, sinceMs }))
  const met = judged.reduce((sum, each) => sum + each.met, 0) / Math.max(1, judged.length)
  return { met, lacking: judged.flatMap(({ lacking }) => lacking) }
}

/** The steps that were reached one after another; the first that was not is what lacked. */
function judgeSequence(options: JudgeOptions, node: TreeNode, moment: Moment): Judgement {
  const reached = stepsReached(options.trace, node, moment.atMs).length
  const next = node.members[reached]
  if (next === undefined) return { met: 1 - 1 / (node.members.length + 1), lacking: [node] }
  const { trace } = options
  // A step that happened, but not in its time, is a matter of the sequence.
  const isUntimely = becameOf(trace, next).occurrences.length > 0
  const judged = isUntimely ? { met: 0, lacking: [node] } : judge(options, next, moment)
  return { met: (reached + judged.met) / (node.members.length + 1), lacking: judged.lacking }
}

/** Ends of the longest row of steps, each in its time, that is complete at a moment. */
export function stepsReached(trace: CallTrace, node: TreeNode, atMs: number): readonly number[] {
  const { condition, members } = node
  if (condition.kind !== 'sequence') return []
  let ways: readonly (readonly number[])[] = [[]]
  for (const member of members) {
    const times = becameOf(trace, member).occurrences.filter((occurrence) => occurrence.atMs <= atMs)
    const next = ways.flatMap((way) =>
      times
        .filter((each) => {
          const endMs = way.at(-1)
          return endMs === undefined || (each.atMs > endMs && each.atMs - endMs <= condition.withinMs)
        })
        .slice(-1)
        .map((each) => [...way, each.atMs]),
    )
    const everyFirst = ways[0]?.length === 0 ? times.map((each) => [each.atMs]) : next
    if (everyFirst.length === 0) break
    ways = everyFirst
  }
  return ways.at(-1) ?? []
}

/** What waits for something else, and what that lacks when it has not come. */
function judgeAfter(options: JudgeOptions, node: TreeNode, moment: Moment): Judgement {
  const [member] = node.members
  if (member === undefined || happenedBy(options.trace, member, moment) > 0)
    return { met: NEARLY, lacking: [node] }
  const happened = becameOf(options.trace, node).occurrences.length > 0
  if (happened) return { met: 0, lacking: [node] }
  const judged = judge(options, member, moment)
  return { met: judged.met * NEARLY, lacking: judged.lacking }
}

/** How often a condition, or for a count its member, happened up to a moment and in the time that counts. */
function happenedBy(trace: CallTrace, node: TreeNode, { atMs, sinceMs }: Moment): number {
  const { condition, members } = node
  const counted = condition.kind === 'count' ? members[0] : node
  const withinMs = condition.kind === 'count' ? condition.withinMs : null
  const fromMs = withinMs === null ? sinceMs : Math.max(sinceMs, atMs - withinMs)
  if (counted === undefined) return 0
  return becameOf(trace, counted).occurrences.filter((each) => each.atMs <= atMs && each.atMs >= fromMs)
    .length
}

function nearlySaid({ nearestOf }: JudgeOptions, node: TreeNode, { atMs, sinceMs }: Moment): number {
  const nearest = nearestOf(node)
  if (nearest === null || nearest.endMs > atMs || nearest.endMs < sinceMs) return 0
  return NEARLY * nearest.similarity
}

function best(judged: readonly Judgement[]): Judgement {
  return judged.reduce(
    (one, other) => (other.met > one.met ? other : one),
    judged[0] ?? { met: 0, lacking: [] },
  )
}

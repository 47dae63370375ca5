import type { AbsenceCondition, NearCondition, SaidCondition } from '../compile/rule.ts'
import { isState, type TreeNode } from '../compile/tree.ts'
import { spell } from '../engine/measures/describe-state.ts'
import { becameOf, type CallTrace } from './call-trace.ts'
import { describeCondition } from './describe-condition.ts'
import type { Lack, NearestWords } from '../../contracts/explanation.ts'
import { stepsReached, type JudgeOptions } from './judge.ts'
import { nearestWords, type NearestOptions } from './nearest-words.ts'
import { stateLack } from './state-lack.ts'
import { clock, seconds, wordsDiffer } from './words.ts'

/** In a live call, what was said less than so long ago may not have been judged. */
const CERTAIN_AFTER_MS = 3000

type Found = Partial<Omit<Lack, 'path'>> & Pick<Lack, 'detail'>

/** What a condition lacked at a moment; with pauses, as words are looked for. */
export function* lackOf(options: JudgeOptions, node: TreeNode, atMs: number): Generator<void, Lack> {
  const lack = yield* found(options, node, atMs)
  return { path: node.path, nearest: null, measured: null, lateMs: null, ...lack }
}

function* found(options: JudgeOptions, node: TreeNode, atMs: number): Generator<void, Found> {
  const { trace } = options
  const { condition } = node
  if (isState(condition)) return stateLack(trace, condition, atMs)
  switch (condition.kind) {
    case 'said':
    case 'near':
      return yield* wordsLack(options, node, { condition, atMs })
    case 'not':
      return notLack(trace, node, atMs)
    case 'sequence':
      return sequenceLack(trace, node, { withinMs: condition.withinMs, atMs })
    case 'count':
      return { detail: countDetail(trace, node, { times: condition.times, withinMs: condition.withinMs }) }
    case 'absence':
      return yield* absenceLack(trace, node, { condition, atMs })
    case 'last': {
      if (trace.isLive) return { detail: 'is known only when the call is over' }
      const happened = node.members.flatMap((member) => becameOf(trace, member).occurrences).at(-1)
      const beforeMs = happened === undefined ? 0 : trace.endMs - condition.lastMs - happened.atMs
      return {
        detail: `last happened ${seconds(beforeMs)} before the last ${spell(condition.lastMs)}`,
        lateMs: -beforeMs,
      }
    }
    case 'rule':
      return { detail: `the rule ${condition.ruleId} did not fire by then; explain it by itself` }
    default:
      return { detail: 'it did not hold' }
  }
}

/** The words of a condition that come nearest to what it asks, by whom it asks, in all of the call. */
export function* nearestFor(trace: CallTrace, { condition }: TreeNode): Generator<void, NearestWords | null> {
  if (condition.kind !== 'said' && condition.kind !== 'near') return null
  return yield* nearestWords(trace.rows, { ...condition, likeness: trace.likeness })
}

function* wordsLack(
  { trace, nearestOf }: JudgeOptions,
  node: TreeNode,
  { condition, atMs }: { readonly condition: SaidCondition | NearCondition; readonly atMs: number },
): Generator<void, Found> {
  const happened = becameOf(trace, node).occurrences
  const later = happened.find((each) => each.atMs > atMs)
  if (later !== undefined) {
    const lateMs = later.atMs - atMs
    return { detail: `happened only at ${clock(later.atMs)}, ${seconds(lateMs)} later`, lateMs }
  }
  const before = happened.at(-1)
  if (before !== undefined) return { detail: `happened at ${clock(before.atMs)}, too long before` }
  const own = nearestOf(node)
  if (own !== null && own.differ === 0) return yield* saidAndNotTaken(trace, condition, own)
  const other =
    condition.party === null
      ? null
      : yield* nearestWords(trace.rows, { ...condition, party: null, likeness: trace.likeness })
  if (other !== null && other.differ === 0) {
    const detail = `“${other.heard}” was said at ${clock(other.startMs)} by the ${other.party}, the ${condition.party ?? 'other'} was asked for`
    return { detail, nearest: other }
  }
  const who = condition.party === null ? 'anybody' : `the ${condition.party}`
  return own === null
    ? { detail: `nothing like it was said by ${who}` }
    : { detail: misheard(own), nearest: own }
}

/** `heard “put you on cold” at 1:12.0, “put you on hold” was asked for: similarity 0.86, one word differs`. */
export function misheard({ heard, startMs, asked, similarity, differ }: NearestWords): string {
  const near = `similarity ${similarity.toFixed(2)}, ${wordsDiffer(differ)}`
  return `heard “${heard}” at ${clock(startMs)}, “${asked}” was asked for: ${near}`
}

/** The very words were said, and something else kept them from counting. */
function* saidAndNotTaken(
  trace: CallTrace,
  condition: SaidCondition | NearCondition,
  own: NearestWords,
): Generator<void, Found> {
  const place = `“${own.heard}” was said at ${clock(own.startMs)}`
  if (own.confidence !== null && own.confidence < condition.minConfidence) {
    const unsure = `the recogniser was sure to ${own.confidence.toFixed(2)}, asked for ${condition.minConfidence.toFixed(2)}`
    return { detail: `${place}, but ${unsure}`, nearest: own }
  }
  // A rule that listens to both waits until nothing earlier can come from the other.
  if (trace.isLive && own.endMs > trace.endMs - CERTAIN_AFTER_MS)
    return { detail: `${place} just now, and is not certain yet`, nearest: own }
  if (condition.kind === 'said') return { detail: `${place}, but did not count`, nearest: own }
  const words = `within ${condition.words} words`
  if (condition.absent)
    return { detail: `${place}, but with one of the words not to be near, ${words}`, nearest: own }
  const to: NearestOptions = { phrases: condition.to, party: condition.party, likeness: trace.likeness }
  const nearest = yield* nearestWords(trace.rows, to)
  const beside = nearest === null ? 'nothing like it was said' : nearestPart(nearest)
  return { detail: `${place}, but none of what must be near, ${words}: ${beside}`, nearest: own }
}

function nearestPart(nearest: NearestWords): string {
  return nearest.differ === 0 ? `“${nearest.heard}” came at ${clock(nearest.startMs)}` : misheard(nearest)
}

function notLack(trace: CallTrace, node: TreeNode, atMs: number): Found {
  const [member] = node.members
  if (member === undefined) return { detail: 'it did not hold' }
  const { occurrences, held } = becameOf(trace, member)
  const first = occurrences.find((each) => each.atMs <= atMs)
  const words = first?.parts[0]?.words.map(({ text }) => text).join(' ') ?? ''
  if (first !== undefined && !member.isState) {
    return { detail: `${words === '' ? 'it happened' : `“${words}” was said`} at ${clock(first.atMs)}` }
  }
  const interval = held.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < (toMs ?? Infinity))
  const since = interval === undefined ? '' : ` since ${clock(interval.fromMs)}`
  return { detail: `${describeCondition(member.condition)} held${since}` }
}

function sequenceLack(
  trace: CallTrace,
  node: TreeNode,
  { withinMs, atMs }: { readonly withinMs: number; readonly atMs: number },
): Found {
  const reached = stepsReached(trace, node, atMs)
  const endMs = reached.at(-1)
  const next = node.members[reached.length]
  if (endMs === undefined || next === undefined) return { detail: 'its steps did not follow on one another' }
  const place = `step ${reached.length + 1}`
  const times = becameOf(trace, next).occurrences
  const after = times.find((each) => each.atMs > endMs)
  if (after !== undefined) {
    const lateMs = after.atMs - endMs - withinMs
    if (lateMs <= 0) return { detail: `${place} began before the one before it was over`, lateMs: 0 }
    return {
      detail: `${place} came at ${clock(after.atMs)}, ${seconds(lateMs)} after the ${spell(withinMs)}`,
      lateMs,
    }
  }
  const before = times.at(-1)
  if (before === undefined) return { detail: `${place} never came` }
  return { detail: `${place} came only before, at ${clock(before.atMs)}` }
}

function countDetail(
  trace: CallTrace,
  node: TreeNode,
  { times, withinMs }: { readonly times: number; readonly withinMs: number | null },
): string {
  const happened = node.members.flatMap((member) =>
    becameOf(trace, member).occurrences.map(({ atMs }) => atMs),
  )
  const at = happened.length === 0 ? '' : `, at ${happened.map(clock).join(', ')}`
  const window = happened.slice(times - 1).map((atMs, index) => atMs - (happened[index] ?? atMs))
  if (withinMs === null || window.length === 0) return `happened ${happened.length} of ${times} times${at}`
  const late = Math.min(...window) - withinMs
  return `happened ${happened.length} times${at}; ${times} of them took ${seconds(late)} longer than ${spell(withinMs)}`
}

function* absenceLack(
  trace: CallTrace,
  node: TreeNode,
  { condition, atMs }: { readonly condition: AbsenceCondition; readonly atMs: number },
): Generator<void, Found> {
  const { missing, withinMs } = condition
  const began = node.members.flatMap((member) => becameOf(trace, member).occurrences)
  const begin = began.find((each) => each.atMs <= atMs) ?? began[0]
  const fromMs = begin === undefined ? 0 : Math.max(begin.atMs, begin.parts[0]?.endMs ?? 0)
  const said = yield* nearestWords(trace.rows, {
    ...missing,
    ...{ likeness: trace.likeness, fromMs: begin?.atMs ?? 0, toMs: fromMs + withinMs },
  })
  if (said !== null && said.similarity >= missing.minScore) {
    const after = seconds(Math.max(0, said.startMs - fromMs))
    return {
      detail: `“${said.heard}” was said at ${clock(said.startMs)}, ${after} into the ${spell(withinMs)}`,
      nearest: said,
    }
  }
  const leftMs = fromMs + withinMs - trace.endMs
  if (leftMs > 0) {
    const detail = trace.isLive
      ? `${seconds(leftMs)} of the ${spell(withinMs)} are left`
      : `the call was over ${seconds(leftMs)} before the ${spell(withinMs)} were`
    return { detail, lateMs: -leftMs }
  }
  return { detail: 'its time had not run out' }
}

import { watchOf, type AbsenceNode } from './absence.ts'
import { advance, withoutIdle, type AdvanceOptions } from './advance.ts'
import { matchIdOf, type RuleInput, type RuleStep } from './compiled-rule.ts'
import { inOrder, takeIn, type Incoming } from './incoming.ts'
import { NO_MEMORY, type Happened, type NodeMemories, type NodeMemory, type RuleMemory } from './memory.ts'
import { reconcile } from './reconcile.ts'
import type { Run, Tracer } from './run.ts'
import type { Rule } from './rule.ts'
import type { TreeNode } from './tree.ts'
import { USED_FOR_MS, stillUsed, withoutUsed } from './used-words.ts'

/** While somebody speaks, words said just before a deadline are given this long to appear in a hypothesis. */
const SHOWN_WITHIN_MS = 1000

/** The parts of a rule that its steps need. */
export interface SteppedRule {
  readonly rule: Rule
  readonly nodes: readonly TreeNode[]
  readonly absences: readonly AbsenceNode[]
  readonly direct: boolean
  readonly trace: Tracer | null
}

interface Went {
  readonly nodes: NodeMemories
  readonly fired: readonly Happened[]
  readonly usedMs: RuleMemory['usedMs']
}

/**
 * One step of one rule, in two layers. What is certain is taken for good, in the order of call time, up to where
 * nothing earlier can come. From there on, what has come so far is taken for trial: what fires in it is told at
 * once, and confirmed or retracted when the first layer gets there.
 */
export function stepRule(stepped: SteppedRule, memory: RuleMemory | null, input: RuleInput): RuleStep {
  const before = memory ?? NO_MEMORY
  const come = takeIn(stepped.nodes, before, input)
  const certain = go(stepped, input, {
    ...{ from: before, events: come.due, changes: changesOf(input, true) },
    ...{ untilMs: Math.min(input.definiteMs, input.endMs ?? Infinity), endMs: input.endMs },
    waits: () => false,
    start: { judged: input.judged, fromMs: input.fromMs },
    trace: stepped.trace,
  })
  const base = { nodes: withoutIdle(certain.nodes, stepped.nodes, input.definiteMs), usedMs: certain.usedMs }
  const trial = input.endMs === null ? tryOut(stepped, { base, come, input }) : { ...certain, fired: [] }
  let fresh = 0
  const { pending, decisions } = reconcile({
    pending: before.pending,
    certain: certain.fired,
    ahead: trial.fired,
    joins: !stepped.direct,
    nextMatchId: () => matchIdOf(stepped.rule, input, fresh++),
    mayCome({ source, momentMs }) {
      if (input.endMs !== null) return false
      if (source === null) return input.definiteMs < momentMs
      return isOpen(input, source) || come.queue.some(({ happened }) => happened.source === source)
    },
  })
  const next: RuleMemory = {
    ...base,
    ...{ usedMs: stillUsed(base.usedMs, input.settledMs), queue: come.queue, ahead: come.ahead, pending },
    ...{ dueMs: null, soonMs: null },
  }
  const timed = input.endMs === null ? withTimes(next, stepped, { input, trial }) : null
  return { memory: timed, decisions, certain: certain.fired, ahead: trial.fired }
}

function changesOf(
  { changes, fromMs, definiteMs, endMs }: RuleInput,
  certain: boolean,
): RuleInput['changes'] {
  if (changes.length === 0) return changes
  const toMs = endMs ?? definiteMs
  return changes.filter(({ atMs }) => (certain ? atMs > fromMs && atMs <= toMs : atMs > toMs))
}

interface Going extends Omit<AdvanceOptions, 'nodes' | 'absences'> {
  readonly from: Pick<RuleMemory, 'nodes' | 'usedMs'>
  readonly trace: Tracer | null
}

const NOTHING_FIRED: readonly Happened[] = []

function go(
  { nodes, absences }: SteppedRule,
  { states }: RuleInput,
  { from, trace, ...options }: Going,
): Went {
  const { events, changes, endMs } = options
  // Without a watch, only what comes can make anything happen.
  if (events.length === 0 && changes.length === 0 && absences.length === 0 && endMs === null) {
    return { nodes: from.nodes, fired: NOTHING_FIRED, usedMs: from.usedMs }
  }
  const memories: Record<number, NodeMemory> = { ...from.nodes }
  const run: Run = { nodes: memories, states, fired: [], trace }
  advance(run, { nodes, absences, ...options })
  return { nodes: memories, ...withoutUsed(nodes, run.fired, from.usedMs) }
}

function tryOut(
  stepped: SteppedRule,
  parts: {
    readonly base: Pick<RuleMemory, 'nodes' | 'usedMs'>
    readonly come: Incoming
    readonly input: RuleInput
  },
): Went {
  const { base, come, input } = parts
  const events = inOrder([...come.queue, ...Object.values(come.ahead).flat()])
  return go(stepped, input, {
    ...{ from: base, events, changes: changesOf(input, false), trace: null },
    ...{ untilMs: input.nowMs, endMs: null },
    waits: (absence, deadlineMs) => isSpokenOver(absence, deadlineMs, input),
    start: { judged: input.judged, fromMs: Math.min(input.definiteMs, input.nowMs) },
  })
}

/** Somebody who might have said it in time is speaking, and the words may not have been shown yet. */
function isSpokenOver({ condition }: AbsenceNode, deadlineMs: number, { open, nowMs }: RuleInput): boolean {
  if (nowMs >= deadlineMs + SHOWN_WITHIN_MS) return false
  const { party } = condition.missing
  return open.some((other) => (party === null || party === other.party) && other.startMs < deadlineMs)
}

function isOpen({ open }: RuleInput, source: string): boolean {
  return open.some(({ utteranceId }) => utteranceId === source)
}

/** Sets when the rule is to be run again; null when it has nothing to remember. */
function withTimes(
  memory: RuleMemory,
  stepped: SteppedRule,
  { input, trial }: { readonly input: RuleInput; readonly trial: Went },
): RuleMemory | null {
  const due = memory.queue.map(({ orderMs }) => orderMs)
  for (const { momentMs, source } of memory.pending) if (source === null) due.push(momentMs)
  for (const endMs of Object.values(memory.usedMs)) due.push(endMs + USED_FOR_MS)
  const soon: number[] = []
  for (const absence of stepped.absences) {
    const { node, condition } = absence
    const kept = memory.nodes[node.index]?.watch
    if (kept === null) due.push(condition.withinMs)
    else if (kept?.deadlineMs !== undefined && kept.deadlineMs !== null) due.push(kept.deadlineMs)
    const start = { judged: input.judged, fromMs: Math.min(input.definiteMs, input.nowMs) }
    const watch = watchOf(trial.nodes[node.index], absence, start)
    if (watch?.deadlineMs === undefined || watch.deadlineMs === null) continue
    if (watch.deadlineMs <= input.nowMs) soon.push(watch.deadlineMs + SHOWN_WITHIN_MS)
    else if (trial.nodes[node.index]?.watch !== undefined) soon.push(watch.deadlineMs)
  }
  const dueMs = due.length === 0 ? null : Math.min(...due)
  const soonMs = soon.length === 0 ? null : Math.min(...soon)
  const idle =
    dueMs === null &&
    soonMs === null &&
    memory.pending.length === 0 &&
    Object.keys(memory.nodes).length === 0 &&
    Object.keys(memory.ahead).length === 0
  return idle ? null : { ...memory, dueMs, soonMs }
}

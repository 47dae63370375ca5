import { endWatch, hearMissing, turnClock, watchOf, type AbsenceNode } from './absence.ts'
import type { LeafEvent, NodeMemories, NodeMemory, Watch } from './memory.ts'
import type { Run } from './run.ts'
import { happen, happenAtEnd, statePart } from './run-tree.ts'
import type { TreeNode } from './tree.ts'

/** A state begins to hold or ends; node null: the caller is put on hold or taken off. */
export interface StateChange {
  readonly atMs: number
  readonly nodes: readonly TreeNode[]
  readonly hold: boolean
  readonly on: boolean
}

export interface AdvanceOptions {
  readonly nodes: readonly TreeNode[]
  readonly absences: readonly AbsenceNode[]
  /** In order. */
  readonly events: readonly LeafEvent[]
  /** In order. */
  readonly changes: readonly StateChange[]
  /** Deadlines up to this time are over. */
  readonly untilMs: number
  /** The call's end, once it has come. */
  readonly endMs: number | null
  /** Whether the verdict of a deadline must wait although its time has come. */
  readonly waits: (absence: AbsenceNode, deadlineMs: number) => boolean
  /** Whether watches from the call's start are this rule's to judge, and which of them are over. */
  readonly start: { readonly judged: boolean; readonly fromMs: number }
}

/** Takes events, changes of states and deadlines in the order of their time. */
export function advance(run: Run, options: AdvanceOptions): void {
  const { events, changes } = options
  let event = 0
  let change = 0
  for (;;) {
    const nextEvent = events[event]
    const nextChange = changes[change]
    const timer = nextTimer(run, options)
    const changeMs = nextChange?.atMs ?? Infinity
    const eventMs = nextEvent?.orderMs ?? Infinity
    const timerMs = timer?.deadlineMs ?? Infinity
    // At the same moment what holds comes first, then words, then deadlines: said at the deadline is in time.
    if (nextChange !== undefined && changeMs <= eventMs && changeMs <= timerMs) {
      change += 1
      takeChange(run, nextChange, options)
    } else if (nextEvent !== undefined && eventMs <= timerMs) {
      event += 1
      takeEvent(run, nextEvent, options)
    } else if (timer !== null) {
      happen(run, timer.absence.node, endWatch(run, timer.absence, timer.watch))
    } else break
  }
  if (options.endMs !== null) happenAtEnd(run, options.nodes, options.endMs)
}

interface Timer {
  readonly absence: AbsenceNode
  readonly watch: Watch
  readonly deadlineMs: number
}

function nextTimer(run: Run, options: AdvanceOptions): Timer | null {
  let next: Timer | null = null
  for (const absence of options.absences) {
    const watch = watchOf(run.nodes[absence.node.index], absence, options.start)
    const deadlineMs = watch?.deadlineMs ?? null
    if (watch === null || deadlineMs === null || deadlineMs > options.untilMs) continue
    if (next !== null && next.deadlineMs <= deadlineMs) continue
    if (!options.waits(absence, deadlineMs)) next = { absence, watch, deadlineMs }
  }
  return next
}

function takeChange(run: Run, change: StateChange, { absences, start }: AdvanceOptions): void {
  const { atMs, on } = change
  if (change.hold) {
    for (const absence of absences) {
      if (absence.condition.clock !== 'talk') continue
      const watch = watchOf(run.nodes[absence.node.index], absence, start)
      turnClock(run, absence.node, { watch, onHold: on, atMs })
    }
  }
  if (!on) return
  for (const node of change.nodes) {
    happen(run, node, { atMs, source: null, speaker: null, parts: [statePart(run.states, node, atMs)] })
  }
}

function takeEvent(run: Run, event: LeafEvent, { nodes, absences, start }: AdvanceOptions): void {
  const node = nodes[event.node]
  if (node === undefined) return
  if (!event.missing) {
    happen(run, node, event.happened)
    return
  }
  const absence = absences.find((other) => other.node === node)
  if (absence === undefined) return
  const watch = watchOf(run.nodes[node.index], absence, start)
  hearMissing(run, node, watch, event)
}

/** What the nodes remember, without what is of no more use once everything up to `settledMs` is known. */
export function withoutIdle(
  memories: NodeMemories,
  nodes: readonly TreeNode[],
  settledMs: number,
): NodeMemories {
  const kept: Record<number, NodeMemory> = {}
  for (const node of nodes) {
    const memory = memories[node.index]
    const fresh = memory === undefined ? null : inUse(memory, node, settledMs)
    if (fresh !== null) kept[node.index] = fresh
  }
  return kept
}

function inUse(memory: NodeMemory, { condition }: TreeNode, settledMs: number): NodeMemory | null {
  const { last, stages, counted, watch } = memory
  // That the watch from the start is over must be known until it would be over anyway.
  const overMs = condition.kind === 'absence' && condition.after === null ? condition.withinMs : -Infinity
  const kept: NodeMemory = {
    ...(last === undefined ? {} : { last }),
    ...(stages === undefined || stages.every((stage) => stage === null) ? {} : { stages }),
    ...(counted === undefined || counted.length === 0 ? {} : { counted }),
    ...(watch === undefined || (watch === null && overMs <= settledMs) ? {} : { watch }),
  }
  return Object.keys(kept).length === 0 ? null : kept
}

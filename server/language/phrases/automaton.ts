import type { Net } from './net.ts'
import type { SlotName } from './tree.ts'

/** The net in a form that is quick to walk: edges in rows, by state and then by label. */
export interface Automaton {
  readonly states: number
  /** Where a state's edges begin in `edgeLabels` and `edgeTargets`; one entry more than states. */
  readonly firstEdge: Int32Array
  /** Ascending within a state. */
  readonly edgeLabels: Int32Array
  readonly edgeTargets: Int32Array
  /** States that a state leads to without a word; null for most. */
  readonly empties: readonly (readonly number[] | null)[]
  /** States that any word leads to; null for most. */
  readonly gaps: readonly (readonly number[] | null)[]
  readonly slots: readonly (readonly SlotEdge[] | null)[]
  /** Phrases that end in a state; null for most. */
  readonly ends: readonly (readonly number[] | null)[]
  /** Whether a label leads on from the beginning of all phrases. */
  readonly begins: Uint8Array
}

export interface SlotEdge {
  readonly name: SlotName
  readonly to: number
}

export function freezeNet(net: Net): Automaton {
  const gaps = lists<number>(net.states)
  const slots = lists<SlotEdge>(net.states)
  const empties = lists<number>(net.states)
  const words: { from: number; label: number; to: number }[] = []
  for (const edge of net.edges) {
    const label = net.labels[edge.label]
    if (label?.kind === 'any') put(gaps, edge.from, edge.to)
    else if (label?.kind === 'slot') put(slots, edge.from, { name: label.name, to: edge.to })
    else words.push(edge)
  }
  for (const [from, to] of net.empties) put(empties, from, to)
  words.sort((a, b) => a.from - b.from || a.label - b.label)
  const begins = new Uint8Array(net.labels.length)
  const start = closureOf(0, empties)
  for (const { from, label } of words) if (start.has(from)) begins[label] = 1
  return {
    states: net.states,
    firstEdge: firstEdges(words, net.states),
    edgeLabels: Int32Array.from(words, ({ label }) => label),
    edgeTargets: Int32Array.from(words, ({ to }) => to),
    empties,
    gaps,
    slots,
    ends: Array.from({ length: net.states }, (_, state) => net.ends.get(state) ?? null),
    begins,
  }
}

/** Whether phrases have slots at all, and whether one can be the first thing of a phrase. */
export function slotUse({ slots, empties }: Automaton): {
  readonly hasSlots: boolean
  readonly slotBegins: boolean
} {
  return {
    hasSlots: slots.some((edges) => edges !== null),
    slotBegins: [...closureOf(0, empties)].some((state) => slots[state] !== null),
  }
}

/** Where a state's first edge with a label lies, or -1. */
export function findEdge(automaton: Automaton, state: number, label: number): number {
  const { firstEdge, edgeLabels } = automaton
  let low = firstEdge[state] ?? 0
  const end = firstEdge[state + 1] ?? 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((edgeLabels[middle] ?? 0) < label) low = middle + 1
    else high = middle
  }
  return low < end && edgeLabels[low] === label ? low : -1
}

function lists<T>(length: number): (T[] | null)[] {
  return Array.from<T[] | null>({ length }).fill(null)
}

function put<T>(into: (T[] | null)[], index: number, item: T): void {
  const list = into[index]
  if (list === null || list === undefined) into[index] = [item]
  else list.push(item)
}

function firstEdges(sorted: readonly { readonly from: number }[], states: number): Int32Array {
  const first = new Int32Array(states + 1)
  for (const { from } of sorted) first[from + 1] = (first[from + 1] ?? 0) + 1
  for (let state = 0; state < states; state += 1)
    first[state + 1] = (first[state + 1] ?? 0) + (first[state] ?? 0)
  return first
}

function closureOf(start: number, empties: readonly (readonly number[] | null)[]): ReadonlySet<number> {
  const reached = new Set([start])
  for (const state of reached) for (const next of empties[state] ?? []) reached.add(next)
  return reached
}

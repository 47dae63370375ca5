import type { Automaton } from './automaton.ts'
import type { Heard } from './hearing.ts'
import { slotEnd } from './slots/slot.ts'
import type { SlotName } from './tree.ts'
import type { HeardRow } from './walk.ts'

/** Called for each place at which phrases end, all their words as they are written. */
export type OnPlainEnd = (phrases: readonly number[], to: number) => void

/** Walks from one word of a row on as long as words are just the phrases' own. */
export interface PlainWalk {
  /** False: something is heard that needs scores or names, so the walk says nothing and `Walk` must be asked. */
  from(row: HeardRow, start: number, onEnd: OnPlainEnd): boolean
}

/**
 * All states that may be reached by the same words, as one: what many phrases with the same first words would cost
 * again and again is worked out once, when those words are first heard.
 */
interface Bundle {
  readonly targets: Map<number, Target>
  /** Where any word leads; null: nowhere. */
  readonly gap: Target | null
  /** Slots that may be filled next. */
  readonly slots: readonly SlotName[]
  /** Whether something with a name has ended, whose place only `Walk` knows. */
  readonly isNamed: boolean
  readonly ends: readonly number[] | null
  /** Bundles behind words that fit several labels or go through a gap as well. */
  readonly byWord: Map<Heard, Bundle>
}

interface Target {
  readonly states: number[]
  bundle: Bundle | null
}

/** Bundles and ways out of them that are kept, and more for each edge; beyond it they are made anew as needed. */
const KEPT = 200_000
const KEPT_PER_EDGE = 4

type Marked = (state: number) => boolean

export function createPlainWalk(automaton: Automaton, closesName: Marked): PlainWalk {
  return new BundleWalk(automaton, closesName)
}

class BundleWalk implements PlainWalk {
  readonly #automaton: Automaton
  readonly #closesName: Marked
  #root: Bundle
  #kept = 0

  constructor(automaton: Automaton, closesName: Marked) {
    this.#automaton = automaton
    this.#closesName = closesName
    this.#root = this.#bundle([0])
  }

  from(row: HeardRow, start: number, onEnd: OnPlainEnd): boolean {
    if (this.#kept > KEPT + KEPT_PER_EDGE * this.#automaton.edgeLabels.length) this.#forget()
    let bundle: Bundle | null = this.#root
    for (let place = start; place < row.words.length; place += 1) {
      const heard = row.heard[place]
      if (heard === undefined || !isPlain(bundle, row, place)) return false
      bundle = this.#next(bundle, heard)
      if (bundle === null) return true
      if (bundle.isNamed) return false
      if (bundle.ends !== null) onEnd(bundle.ends, place + 1)
    }
    return true
  }

  #forget(): void {
    this.#kept = 0
    this.#root = this.#bundle([0])
  }

  #next(bundle: Bundle, heard: Heard): Bundle | null {
    const [label] = heard.labels
    if (label === undefined) return bundle.gap === null ? null : this.#behind(bundle.gap)
    if (heard.labels.length === 1 && bundle.gap === null) {
      const target = bundle.targets.get(label)
      return target === undefined ? null : this.#behind(target)
    }
    return bundle.byWord.get(heard) ?? this.#gather(bundle, heard)
  }

  #gather(bundle: Bundle, heard: Heard): Bundle | null {
    const states = bundle.gap === null ? [] : [...bundle.gap.states]
    for (const label of heard.labels) states.push(...(bundle.targets.get(label)?.states ?? []))
    if (states.length === 0) return null
    const next = this.#bundle(states)
    bundle.byWord.set(heard, next)
    return next
  }

  #behind(target: Target): Bundle {
    target.bundle ??= this.#bundle(target.states)
    return target.bundle
  }

  #bundle(from: readonly number[]): Bundle {
    const { firstEdge, edgeLabels, edgeTargets, empties, gaps, slots, ends } = this.#automaton
    const targets = new Map<number, Target>()
    const anywhere: number[] = []
    const ending: number[] = []
    const states = new Set(from)
    for (const state of states) {
      for (const next of empties[state] ?? NONE) states.add(next)
      for (let edge = firstEdge[state] ?? 0; edge < (firstEdge[state + 1] ?? 0); edge += 1) {
        put(targets, edgeLabels[edge] ?? 0, edgeTargets[edge] ?? 0)
      }
      for (const next of gaps[state] ?? NONE) anywhere.push(next)
      for (const phrase of ends[state] ?? NONE) ending.push(phrase)
    }
    this.#kept += 1 + targets.size
    const all = [...states]
    return {
      targets,
      gap: anywhere.length === 0 ? null : { states: anywhere, bundle: null },
      slots: [...new Set(all.flatMap((state) => slots[state] ?? []).map(({ name }) => name))],
      isNamed: all.some(this.#closesName),
      ends: ending.length === 0 ? null : ending,
      byWord: new Map(),
    }
  }
}

const NONE: readonly number[] = []

function put(targets: Map<number, Target>, label: number, state: number): void {
  const target = targets.get(label)
  if (target === undefined) targets.set(label, { states: [state], bundle: null })
  else target.states.push(state)
}

/** Whether the next word leads on by whole labels alone: no score, no slot, no two words as one. */
function isPlain({ targets, slots }: Bundle, { words, heard, pairs }: HeardRow, place: number): boolean {
  const said = heard[place]
  if (said?.mayBeginSlot === true && slots.some((name) => slotEnd(name, words, place) > place)) return false
  if (pairs[place]?.labels.some((label) => targets.has(label)) === true) return false
  const losses = said?.losses ?? null
  return (
    losses === null || said?.labels.some((label, index) => losses[index] !== 0 && targets.has(label)) !== true
  )
}

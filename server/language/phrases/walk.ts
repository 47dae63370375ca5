import { findEdge, type Automaton } from './automaton.ts'
import type { Heard } from './hearing.ts'
import { slotEnd } from './slots/slot.ts'

/** A row of words and what each may stand for. */
export interface HeardRow {
  readonly words: readonly string[]
  /** One entry a word, perhaps more from longer rows before. */
  readonly heard: readonly Heard[]
  /** What a word and the next are as one; empty when words do not sound alike. */
  readonly pairs: readonly (Heard | null)[]
}

/** Whatever ends at a place: called for each state with the ends of phrases in it. */
export type OnEnd = (phrases: readonly number[], to: number, step: number) => void

/**
 * Walks the automaton from one word of a row on. Steps are kept in arrays that are used again and again, so
 * that a walk makes no garbage; a step is known by its number until the next walk.
 */
export interface Walk {
  from(row: HeardRow, start: number, onEnd: OnEnd): void
  /** The step before, or -1. */
  before(step: number): number
  stateOf(step: number): number
  /** The word before which a step stands. */
  placeOf(step: number): number
  /** 0 to 1: the mean score of the words behind a step, long words weighing more. */
  scoreOf(step: number): number
}

const NO_STEP = -1

export function createWalk(automaton: Automaton): Walk {
  return new AutomatonWalk(automaton)
}

class AutomatonWalk implements Walk {
  readonly #automaton: Automaton
  readonly #states: number[] = []
  readonly #places: number[] = []
  readonly #before: number[] = []
  /** Thousandths of a score that are missing, times letters, and letters that were compared. */
  readonly #losses: number[] = []
  readonly #letters: number[] = []
  readonly #nextAtPlace: number[] = []
  #steps = 0
  /** Newest step at each place, counted from the walk's start. */
  readonly #newest: number[] = []
  #start = 0
  #furthest = 0
  /** The best step to a state at the place in hand; of interest where `#seen` has that place's mark. */
  readonly #best: Int32Array
  readonly #seen: Float64Array
  #mark = 0
  readonly #reached: number[] = []

  constructor(automaton: Automaton) {
    this.#automaton = automaton
    this.#best = new Int32Array(automaton.states)
    this.#seen = new Float64Array(automaton.states)
  }

  from(row: HeardRow, start: number, onEnd: OnEnd): void {
    this.#steps = 0
    this.#furthest = start
    this.#newest[0] = NO_STEP
    this.#start = start
    this.#add(0, start, NO_STEP, 0, 0)
    for (let place = start; place <= this.#furthest; place += 1) {
      this.#settle(this.#newest[place - start] ?? NO_STEP)
      for (const state of this.#reached) {
        const step = this.#best[state] ?? 0
        const ends = this.#automaton.ends[state]
        if (ends !== null && ends !== undefined) onEnd(ends, place, step)
        if (place < row.words.length) this.#expand(row, state, step)
      }
    }
  }

  before(step: number): number {
    return this.#before[step] ?? NO_STEP
  }

  stateOf(step: number): number {
    return this.#states[step] ?? 0
  }

  placeOf(step: number): number {
    return this.#places[step] ?? 0
  }

  scoreOf(step: number): number {
    const losses = this.#losses[step] ?? 0
    return losses === 0 ? 1 : 1 - losses / (1000 * (this.#letters[step] ?? 1))
  }

  /** Finds the best step to each state at a place, those reached without a word among them. */
  #settle(newest: number): void {
    this.#mark += 1
    this.#reached.length = 0
    for (let step = newest; step !== NO_STEP; step = this.#nextAtPlace[step] ?? NO_STEP) this.#reach(step)
  }

  #reach(step: number): void {
    const state = this.#states[step] ?? 0
    if (this.#seen[state] !== this.#mark) {
      this.#seen[state] = this.#mark
      this.#reached.push(state)
    } else if (!this.#isBetter(step, this.#best[state] ?? 0)) return
    this.#best[state] = step
    const empties = this.#automaton.empties[state]
    if (empties === null || empties === undefined) return
    for (const next of empties) {
      this.#reach(
        this.#push(next, this.placeOf(step), step, this.#losses[step] ?? 0, this.#letters[step] ?? 0),
      )
    }
  }

  /** Whether less is missing, or as little from more letters. */
  #isBetter(step: number, than: number): boolean {
    const less = (this.#losses[than] ?? 0) - (this.#losses[step] ?? 0)
    return less > 0 || (less === 0 && (this.#letters[step] ?? 0) > (this.#letters[than] ?? 0))
  }

  #expand({ words, heard, pairs }: HeardRow, state: number, step: number): void {
    const place = this.placeOf(step)
    const losses = this.#losses[step] ?? 0
    const letters = this.#letters[step] ?? 0
    const said = heard[place]
    const length = words[place]?.length ?? 0
    if (said !== undefined) this.#follow(said, state, step, place + 1, length)
    for (const to of this.#automaton.gaps[state] ?? NONE) this.#add(to, place + 1, step, losses, letters)
    const slots = this.#automaton.slots[state]
    if (slots !== null && slots !== undefined) {
      for (const { name, to } of slots) {
        const end = slotEnd(name, words, place)
        if (end > place) this.#add(to, end, step, losses, letters + lettersOf(words, place, end))
      }
    }
    const pair = pairs[place]
    if (pair !== null && pair !== undefined && place + 1 < words.length) {
      this.#follow(pair, state, step, place + 2, length + (words[place + 1]?.length ?? 0))
    }
  }

  /** Takes the edges that what was said fits; it is this many letters long and ends at `end`. */
  #follow(said: Heard, state: number, step: number, end: number, length: number): void {
    const { edgeLabels, edgeTargets } = this.#automaton
    for (let index = 0; index < said.labels.length; index += 1) {
      const label = said.labels[index] ?? 0
      let edge = findEdge(this.#automaton, state, label)
      if (edge < 0) continue
      const losses = (this.#losses[step] ?? 0) + (said.losses?.[index] ?? 0) * length
      const letters = (this.#letters[step] ?? 0) + length
      const edges = this.#automaton.firstEdge[state + 1] ?? 0
      for (; edge < edges && edgeLabels[edge] === label; edge += 1) {
        this.#add(edgeTargets[edge] ?? 0, end, step, losses, letters)
      }
    }
  }

  /** Keeps a step for when its place is reached. */
  #add(state: number, place: number, before: number, losses: number, letters: number): void {
    const step = this.#push(state, place, before, losses, letters)
    for (; this.#furthest < place; this.#furthest += 1)
      this.#newest[this.#furthest + 1 - this.#start] = NO_STEP
    const index = place - this.#start
    this.#nextAtPlace[step] = this.#newest[index] ?? NO_STEP
    this.#newest[index] = step
  }

  #push(state: number, place: number, before: number, losses: number, letters: number): number {
    const step = this.#steps
    this.#steps += 1
    this.#states[step] = state
    this.#places[step] = place
    this.#before[step] = before
    this.#losses[step] = losses
    this.#letters[step] = letters
    return step
  }
}

const NONE: readonly number[] = []

function lettersOf(words: readonly string[], from: number, to: number): number {
  let letters = 0
  for (let at = from; at < to; at += 1) letters += words[at]?.length ?? 0
  return letters
}

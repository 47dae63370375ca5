import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Atom } from '../compile/atoms.ts'
import {
  holds,
  initialMeasures,
  nextChangeMs,
  takeFact,
  type Fact,
  type MeasureNeeds,
  type Measures,
} from './measures/measures.ts'

/** A state of the rule set begins to hold or ends. */
export interface AtomChange {
  readonly atMs: number
  /** Index into `RuleSet.atoms`. */
  readonly atom: number
  readonly on: boolean
}

/** What holds at a moment, and until when that cannot change by itself. */
interface Reading {
  readonly atMs: number
  readonly measures: Measures
  /** Indexes of the atoms that hold. */
  readonly holding: readonly number[]
  readonly nextMs: number | null
}

/**
 * Which states hold when: at a time before which everything is known, and from there on as far as the call has
 * come, by what is known so far. Plain data.
 */
export interface Timeline {
  /** Everything before is known and has been taken. */
  readonly base: Reading
  /** What is certain and lies after the base, in order. */
  readonly facts: readonly Fact[]
  /** What is not certain: utterances that have begun, in order. */
  readonly begun: readonly Fact[]
  /** After all facts; null: as the base. */
  readonly head: Reading | null
  /** From the base on, in order. */
  readonly changes: readonly AtomChange[]
}

/** What of a rule set the states depend on. */
export interface Sensing {
  readonly atoms: readonly Atom[]
  readonly needs: MeasureNeeds
}

export function initialTimeline(): Timeline {
  const base: Reading = { atMs: -1, measures: initialMeasures(), holding: [], nextMs: null }
  return { base, facts: [], begun: [], head: null, changes: [] }
}

/** Reads everything anew for another rule set; a state that holds already does not begin to. */
export function retune(timeline: Timeline, sensing: Sensing): Timeline {
  const { base } = timeline
  const hasBegun = base.measures.startedAt !== null
  const holding = hasBegun ? holdingAt(sensing, base.measures, base.atMs) : []
  const nextMs = hasBegun ? nextOf(sensing, base.measures, base.atMs) : null
  return reread({ ...timeline, base: { ...base, holding, nextMs } }, sensing)
}

/** Takes facts that are certain; one that comes too late is taken as early as can be. */
export function addFacts(timeline: Timeline, sensing: Sensing, facts: readonly Fact[]): Timeline {
  const earliest = callMs(timeline.base.atMs + 1)
  const inTime = facts.map((fact) => (fact.atMs < earliest ? { ...fact, atMs: earliest } : fact))
  const next = { ...timeline, facts: inOrder([...timeline.facts, ...inTime]) }
  const headMs = (timeline.head ?? timeline.base).atMs
  return inTime.every(({ atMs }) => atMs > headMs) ? append(next, sensing, inTime) : reread(next, sensing)
}

/** Sets which utterances have begun and are not final. */
export function setBegun(timeline: Timeline, sensing: Sensing, begun: readonly Fact[]): Timeline {
  const known = new Set(timeline.begun.map(idOf))
  const added = begun.filter((fact) => !known.has(idOf(fact)))
  const onlyAdded = begun.length === known.size + added.length
  const headMs = (timeline.head ?? timeline.base).atMs
  const next = { ...timeline, begun }
  if (onlyAdded && added.length === 0) return timeline
  if (onlyAdded && added.every(({ atMs }) => atMs > headMs)) return append(next, sensing, added)
  return reread(next, sensing)
}

/** Goes on up to a time that every party has reached. */
export function extend(timeline: Timeline, sensing: Sensing, toMs: number): Timeline {
  const head = timeline.head ?? timeline.base
  if (head.nextMs === null || head.nextMs > toMs) return timeline
  const changes = [...timeline.changes]
  return { ...timeline, head: readUpTo(head, { sensing, toMs, changes }), changes }
}

/** Gives up what lies before a time up to which everything is known. */
export function settle(timeline: Timeline, sensing: Sensing, toMs: number): Timeline {
  const { base, facts, begun, changes } = timeline
  if (toMs <= base.atMs) return timeline
  const later = facts.filter(({ atMs }) => atMs > toMs)
  const laterChanges = changes.filter(({ atMs }) => atMs > toMs)
  const head = timeline.head ?? base
  if (later.length === 0 && begun.length === 0 && laterChanges.length === 0 && head.atMs <= toMs) {
    return { base: { ...head, atMs: toMs }, facts: later, begun, head: null, changes: laterChanges }
  }
  const taken = facts.slice(0, facts.length - later.length)
  const measures = taken.reduce((before, fact) => takeFact(before, fact, sensing.needs), base.measures)
  const holding = new Set(base.holding)
  for (const { atom, on, atMs } of changes) {
    if (atMs > toMs) break
    if (on) holding.add(atom)
    else holding.delete(atom)
  }
  const isAsBefore = taken.length === 0 && base.nextMs !== null && base.nextMs > toMs
  const next: Reading = {
    ...{ atMs: toMs, measures, holding: [...holding].sort((a, b) => a - b) },
    nextMs: isAsBefore ? base.nextMs : nextOf(sensing, measures, toMs),
  }
  return { base: next, facts: later, begun, head, changes: laterChanges }
}

/** Whether a state holds at a moment that is not before the base; before it, as at the base. */
export function holdsAt({ base, changes }: Timeline, atom: number, atMs: number): boolean {
  let on = base.holding.includes(atom)
  for (const change of changes) {
    if (change.atMs > atMs) break
    if (change.atom === atom) on = change.on
  }
  return on
}

function append(timeline: Timeline, sensing: Sensing, facts: readonly Fact[]): Timeline {
  if (facts.length === 0) return timeline
  const changes = [...timeline.changes]
  const head = inOrder(facts).reduce(
    (reading, fact) => readFact(reading, fact, { sensing, changes }),
    timeline.head ?? timeline.base,
  )
  return { ...timeline, head, changes }
}

function reread(timeline: Timeline, sensing: Sensing): Timeline {
  const facts = [...timeline.facts, ...timeline.begun]
  return append({ ...timeline, head: null, changes: [] }, sensing, facts)
}

function idOf(fact: Fact): string {
  return 'utteranceId' in fact ? fact.utteranceId : ''
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  return facts.length < 2 ? facts : facts.toSorted((a, b) => a.atMs - b.atMs)
}

interface Reader {
  readonly sensing: Sensing
  /** Added to. */
  readonly changes: AtomChange[]
}

function readFact(before: Reading, fact: Fact, reader: Reader): Reading {
  const reached = readUpTo(before, { ...reader, toMs: fact.atMs })
  const measures = takeFact(reached.measures, fact, reader.sensing.needs)
  return readAt({ ...reached, measures }, fact.atMs, reader)
}

function readUpTo(before: Reading, reader: Reader & { readonly toMs: number }): Reading {
  let reading = before
  while (reading.nextMs !== null && reading.nextMs <= reader.toMs) {
    reading = readAt(reading, Math.max(reading.nextMs, reading.atMs), reader)
  }
  return reading
}

function readAt({ measures, holding: before }: Reading, atMs: number, { sensing, changes }: Reader): Reading {
  if (sensing.atoms.length === 0) return { atMs, measures, holding: before, nextMs: null }
  const holding = holdingAt(sensing, measures, atMs)
  for (const atom of before) if (!holding.includes(atom)) changes.push({ atMs, atom, on: false })
  for (const atom of holding) if (!before.includes(atom)) changes.push({ atMs, atom, on: true })
  return { atMs, measures, holding, nextMs: nextOf(sensing, measures, atMs) }
}

function holdingAt({ atoms }: Sensing, measures: Measures, atMs: number): readonly number[] {
  const holding: number[] = []
  for (const [atom, { condition }] of atoms.entries()) {
    if (holds(measures, condition, callMs(atMs))) holding.push(atom)
  }
  return holding
}

function nextOf({ atoms }: Sensing, measures: Measures, atMs: number): number | null {
  let next: CallMs | null = null
  for (const { condition } of atoms) {
    const changeMs = nextChangeMs(measures, condition, callMs(atMs))
    // Only what lies ahead moves the reading on.
    if (changeMs !== null && changeMs > atMs && (next === null || changeMs < next)) next = changeMs
  }
  return next
}

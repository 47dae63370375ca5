import type { RuleSet } from '../compile/compile.ts'
import type { CompiledRule } from '../compile/compiled-rule.ts'
import { sameEvents } from '../compile/word-events.ts'
import { certainFor, nowFor, settledMs } from './ears.ts'
import type { RuleSlot } from './call-state.ts'
import type { Round } from './run-rules.ts'
import type { AtomChange } from './timeline.ts'

/**
 * Which rules a message may move, by index: those whose words were found or are gone, whose time has come, or
 * whose states have changed. All others would do nothing, so that a message costs what the rules cost that it
 * concerns.
 */
export function wokenBy(set: RuleSet, round: Round): ReadonlySet<number> {
  const woken = new Set<number>()
  const { before, after, endMs } = round
  for (const key in after.rules) {
    const slot = after.rules[key]
    const index = set.byKey.get(key)
    const rule = index === undefined ? undefined : set.rules[index]
    if (slot === undefined || index === undefined || rule === undefined) continue
    if (endMs !== null || isDue(slot, rule, round) || misses(slot, index, round)) woken.add(index)
  }
  if (round.words !== null) wakeByWords(set, round, woken)
  if (after.judged.length > 0 && before.ears !== after.ears) wakeByStart(set, round, woken)
  if (before.timeline.changes.length > 0 || after.timeline.changes.length > 0) wakeByStates(set, round, woken)
  return woken
}

function isDue({ memory }: RuleSlot, rule: CompiledRule, { after }: Round): boolean {
  const { dueMs, soonMs } = memory
  if (dueMs !== null) {
    const certainMs = certainFor(after.ears, rule.listening)
    if (dueMs <= (certainMs === Infinity ? settledMs(after.ears) : certainMs)) return true
  }
  return soonMs !== null && soonMs <= nowFor(after.ears, rule.listening)
}

/** Whether the rule had something in this utterance that is not there any more, or is decided now. */
function misses({ memory }: RuleSlot, index: number, { words }: Round): boolean {
  if (words === null || words.events.has(index)) return false
  if (memory.ahead[words.utteranceId] !== undefined) return true
  return words.final && memory.pending.some(({ source }) => source === words.utteranceId)
}

function wakeByWords(set: RuleSet, { words, after }: Round, woken: Set<number>): void {
  if (words === null) return
  for (const [index, events] of words.events) {
    const rule = set.rules[index]
    if (rule === undefined) continue
    const known = words.final ? undefined : after.rules[rule.key]?.memory.ahead[words.utteranceId]
    if (known === undefined || !sameEvents(known, events)) woken.add(index)
  }
}

/** Watches that began with the call are nobody's memory: the set knows when they end. */
function wakeByStart(set: RuleSet, { before, after, endMs }: Round, woken: Set<number>): void {
  const { agent, customer } = after.ears.reachedMs
  const furthestMs = Math.max(agent, customer, endMs ?? 0)
  for (const { deadlineMs, rule: index } of set.startWatches) {
    if (deadlineMs > furthestMs) break
    const rule = set.rules[index]
    if (rule === undefined) continue
    const { listening } = rule
    const certain = certainFor(after.ears, listening)
    const now = nowFor(after.ears, listening)
    const isNew = deadlineMs > certainFor(before.ears, listening) && deadlineMs <= certain
    if (isNew || (deadlineMs > nowFor(before.ears, listening) && deadlineMs <= now)) woken.add(index)
  }
}

function wakeByStates(set: RuleSet, round: Round, woken: Set<number>): void {
  const { before, after } = round
  const fresh = before.timeline.changes === after.timeline.changes ? [] : differences(round)
  for (const change of fresh) wakeSubscribers(set, round, { change, woken })
  if (before.ears === after.ears) return
  for (const change of after.timeline.changes) {
    wakeSubscribers(set, round, {
      ...{ change, woken },
      only: ({ listening }) =>
        change.atMs > certainFor(before.ears, listening) && change.atMs <= certainFor(after.ears, listening),
    })
  }
}

interface WakeOptions {
  readonly change: AtomChange
  readonly woken: Set<number>
  readonly only?: (rule: CompiledRule) => boolean
}

function wakeSubscribers(set: RuleSet, { after }: Round, { change, woken, only }: WakeOptions): void {
  for (const { rule: index, wakes, clock } of set.atoms[change.atom]?.subscribers ?? []) {
    const rule = set.rules[index]
    if (rule === undefined || woken.has(index)) continue
    const remembers = after.rules[rule.key] !== undefined
    if (!remembers && !clock && !(wakes && change.on)) continue
    if (only === undefined || only(rule)) woken.add(index)
  }
}

/** What changes now and did not before, and the other way round. */
function differences({ before, after }: Round): readonly AtomChange[] {
  const known = new Set(before.timeline.changes.map(keyOf))
  const now = new Set(after.timeline.changes.map(keyOf))
  return [
    ...after.timeline.changes.filter((change) => !known.has(keyOf(change))),
    ...before.timeline.changes.filter((change) => !now.has(keyOf(change))),
  ]
}

function keyOf({ atMs, atom, on }: AtomChange): string {
  return `${atMs}/${atom}/${on ? 1 : 0}`
}

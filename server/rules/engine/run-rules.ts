import type { CompiledRule, OtherOutcome, RuleInput, RuleStep } from '../compile/compiled-rule.ts'
import type { StateChange } from '../compile/advance.ts'
import type { LeafEvent, RuleMemory } from '../compile/memory.ts'
import type { States } from '../compile/run.ts'
import type { CallState, RuleSlot } from './call-state.ts'
import { certainFor, nowFor, settledMs } from './ears.ts'
import { emit, type Outputs } from './outputs.ts'
import { holdsAt, type AtomChange } from './timeline.ts'
import { withdraw } from './withdraw.ts'

/** How often a rule may throw in one call before it is silent for the rest of it. */
export const MAX_FAILURES = 3

/** A message as far as it concerns rules. */
export interface Round {
  /** Before the message. */
  readonly before: CallState
  /** After the message, with what the rules remembered before it. */
  readonly after: CallState
  /** Words found in an utterance, by index of the rule. */
  readonly words: {
    readonly utteranceId: string
    readonly final: boolean
    readonly events: ReadonlyMap<number, readonly LeafEvent[]>
  } | null
  readonly endMs: number | null
}

const NO_EVENTS: readonly LeafEvent[] = []

/** Runs the rules that a message wakes, and those that build on what they come to. In the order of the set: live and replayed calls agree. */
export function runRules(outputs: Outputs, round: Round, woken: ReadonlySet<number>): CallState {
  const { set } = outputs
  // The one place that writes to a state, and only to the copy that this step has made.
  const rules: Record<string, RuleSlot> = { ...round.after.rules }
  let failures = round.after.failures
  const waiting = [...woken].sort((a, b) => a - b)
  const others = new Map<number, OtherOutcome[]>()
  for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
    const rule = set.rules[index]
    if (rule === undefined || (failures[rule.key] ?? 0) >= MAX_FAILURES) continue
    const slot = rules[rule.key]
    const told: RuleTold = { rule, index, memory: slot?.memory ?? null, others: others.get(index) ?? [] }
    const ran = runRule(outputs, round, told)
    if ('error' in ran) {
      const count = (failures[rule.key] ?? 0) + 1
      failures = { ...failures, [rule.key]: count }
      if (isGivenUp(outputs, { rule, slot, count, error: ran.error })) forget(rules, rule.key)
      continue
    }
    if (ran.memory !== null) rules[rule.key] = slotOf(rule, ran.memory)
    else if (slot !== undefined) forget(rules, rule.key)
    for (const dependent of set.dependents[index] ?? []) {
      if (!concerns(set.rules[dependent], rules, ran, rule)) continue
      const { certain, ahead } = ran
      others.set(dependent, [...(others.get(dependent) ?? []), { ruleId: rule.rule.ref.id, certain, ahead }])
      if (!waiting.includes(dependent)) insert(waiting, dependent)
    }
  }
  return { ...round.after, rules, failures }
}

/** Whether a rule's outcome tells a rule that builds on it anything new. */
function concerns(
  dependent: CompiledRule | undefined,
  rules: CallState['rules'],
  { certain, ahead }: RuleStep,
  rule: CompiledRule,
): boolean {
  if (dependent === undefined) return false
  if (certain.length > 0 || ahead.length > 0) return true
  return rules[dependent.key]?.memory.ahead[`rule:${rule.rule.ref.id}`] !== undefined
}

function insert(sorted: number[], value: number): void {
  const at = sorted.findIndex((other) => other > value)
  sorted.splice(at === -1 ? sorted.length : at, 0, value)
}

interface RuleTold {
  readonly rule: CompiledRule
  readonly index: number
  readonly memory: RuleMemory | null
  readonly others: readonly OtherOutcome[]
}

/** The rule's step; or what it threw, and then nothing of it has happened. */
function runRule(outputs: Outputs, round: Round, told: RuleTold): RuleStep | { readonly error: unknown } {
  const { rule, memory } = told
  let stepped: RuleStep
  try {
    stepped = rule.step(memory, inputOf(outputs, round, told))
  } catch (thrown) {
    return { error: thrown }
  }
  const { ref, action } = rule.rule
  for (const decision of stepped.decisions) {
    emit(outputs, { rule: ref, action, match: decision, state: decision.state })
  }
  return stepped
}

function inputOf(outputs: Outputs, { before, after, words, endMs }: Round, told: RuleTold): RuleInput {
  const { rule, index, others } = told
  const events = words?.events.get(index) ?? NO_EVENTS
  return {
    callId: after.callId,
    seq: after.seq,
    fromMs: certainFor(before.ears, rule.listening),
    definiteMs: endMs === null ? certainFor(after.ears, rule.listening) : Infinity,
    settledMs: settledMs(after.ears),
    nowMs: nowFor(after.ears, rule.listening),
    judged: isJudged(outputs, after, rule),
    words: words === null ? null : { utteranceId: words.utteranceId, final: words.final, events },
    others,
    states: statesOf(outputs, after, index),
    changes: rule.listening.states ? changesFor(outputs, after, index) : [],
    open: after.open,
    endMs,
  }
}

export function isJudged({ set }: Outputs, { judged }: CallState, rule: CompiledRule): boolean {
  return judged === set.startKeys || judged.includes(rule.key)
}

function statesOf({ set }: Outputs, { timeline }: CallState, index: number): States {
  const atoms = set.atomOf[index]
  return {
    holds(node, atMs) {
      const atom = atoms?.[node.index]
      return atom !== undefined && holdsAt(timeline, atom, atMs)
    },
    describe(node) {
      const atom = atoms?.[node.index]
      return atom === undefined ? '' : (set.atoms[atom]?.text ?? '')
    },
    onHold: (atMs) => set.onHold !== -1 && holdsAt(timeline, set.onHold, atMs),
  }
}

function changesFor({ set }: Outputs, { timeline }: CallState, index: number): readonly StateChange[] {
  return timeline.changes.flatMap((change: AtomChange): readonly StateChange[] => {
    const { atMs, on, atom } = change
    const mine = set.atoms[atom]?.subscribers.filter(({ rule }) => rule === index) ?? []
    return mine.map(({ nodes, clock }) => ({ atMs, on, nodes, hold: clock }))
  })
}

function slotOf(rule: CompiledRule, memory: RuleMemory): RuleSlot {
  const { ref, action } = rule.rule
  return { memory, fired: memory.pending.length === 0 ? null : { rule: ref, action } }
}

function forget(rules: Record<string, RuleSlot>, key: string): void {
  Reflect.deleteProperty(rules, key)
}

interface Failure {
  readonly rule: CompiledRule
  readonly slot: RuleSlot | undefined
  readonly count: number
  readonly error: unknown
}

/** The rule keeps the state it had; after too many failures it is switched off and its open matches retracted. */
function isGivenUp(outputs: Outputs, { rule, slot, count, error }: Failure): boolean {
  const disabled = count >= MAX_FAILURES
  outputs.failed.push({ ruleId: rule.rule.ref.id, error, disabled })
  if (disabled && slot !== undefined) withdraw(outputs, slot)
  return disabled
}

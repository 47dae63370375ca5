import { createClosingCue } from '../engine/measures/closing-cue.ts'
import { needsOf, type MeasureNeeds } from '../engine/measures/measures.ts'
import { absencesOf } from './absence.ts'
import { collectAtoms, type AtomTable } from './atoms.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { inDependencyOrder } from './dependencies.ts'
import { listeningOf, type OtherRules } from './listening.ts'
import { collectPhrases, type PhraseTable } from './phrase-table.ts'
import type { PhraseGroup, Rule } from './rule.ts'
import type { Tracer } from './run.ts'
import { stepRule } from './step-rule.ts'
import { compileTree } from './tree.ts'

/** A rule with a watch that begins with the call. */
export interface StartWatch {
  readonly deadlineMs: number
  /** Index into `RuleSet.rules`. */
  readonly rule: number
}

/** All rules in force, compiled. Never changed, only replaced. */
export interface RuleSet extends AtomTable, PhraseTable {
  readonly hash: string
  /** In the order given, but each after the rules that it builds on. */
  readonly rules: readonly CompiledRule[]
  /** Index into `rules` by `CompiledRule.key`. */
  readonly byKey: ReadonlyMap<string, number>
  /** By rule: those that build on it. */
  readonly dependents: readonly (readonly number[])[]
  /** By deadline. */
  readonly startWatches: readonly StartWatch[]
  /** Keys of the rules in `startWatches`. */
  readonly startKeys: readonly string[]
  /** What the states of the rules need measured. */
  readonly needs: MeasureNeeds
}

export interface CompileOptions {
  readonly rules: readonly Rule[]
  /** Names exactly these rules. */
  readonly hash: string
  /** How the phases of a call are told, where the site says so. */
  readonly phases?: { readonly closing: PhraseGroup } | undefined
}

/** Turns rules into the set that `step` runs. */
export function compileRules({ rules: given, hash, phases }: CompileOptions): RuleSet {
  const rules = compileInOrder(given)
  const table = collectAtoms(rules.map(({ nodes }) => nodes))
  const closing =
    phases === undefined ? undefined : createClosingCue(phases.closing.party, phases.closing.phrases)
  const startWatches = rules.flatMap(({ nodes }, rule) => startWatchesOf(nodes, rule))
  const startRules = new Set(startWatches.map(({ rule }) => rule))
  return {
    hash,
    rules,
    ...table,
    byKey: new Map(rules.map(({ key }, index) => [key, index])),
    dependents: dependentsOf(rules),
    ...collectPhrases(rules.map(({ nodes }) => nodes)),
    startWatches: startWatches.toSorted((a, b) => a.deadlineMs - b.deadlineMs),
    startKeys: rules.filter((_, index) => startRules.has(index)).map(({ key }) => key),
    needs: needsOf(
      table.atoms.map(({ condition }) => condition),
      { closing },
    ),
  }
}

function compileInOrder(given: readonly Rule[]): readonly CompiledRule[] {
  const compiled = new Map<string, CompiledRule>()
  const other: OtherRules = (ruleId) => compiled.get(ruleId)?.listening
  return inDependencyOrder(given).map((rule) => {
    const one = compileRule(rule, { other, trace: null })
    compiled.set(rule.ref.id, one)
    return one
  })
}

/** Letters of the fingerprint in a rule's key: with the id before it they tell versions apart. */
const KEY_LETTERS = 12

/** Compiles one rule; `trace` is told of everything in its tree that is certain. */
export function compileRule(
  rule: Rule,
  { other, trace }: { readonly other: OtherRules; readonly trace: Tracer | null },
): CompiledRule {
  const tree = compileTree(rule.condition)
  const listening = listeningOf(tree, other)
  const { nodes } = tree
  const stepped = { rule, nodes, absences: absencesOf(nodes), direct: listening.direct, trace }
  return {
    rule,
    key: `${rule.ref.id}#${rule.fingerprint.slice(0, KEY_LETTERS)}`,
    nodes,
    listening,
    step: (memory, input) => stepRule(stepped, memory, input),
  }
}

function startWatchesOf(nodes: CompiledRule['nodes'], rule: number): readonly StartWatch[] {
  return nodes.flatMap(({ condition }) => {
    const begins = condition.kind === 'absence' && condition.after === null
    return begins ? [{ deadlineMs: condition.withinMs, rule }] : []
  })
}

function dependentsOf(rules: readonly CompiledRule[]): readonly (readonly number[])[] {
  const byId = new Map(rules.map(({ rule }, index) => [rule.ref.id, index]))
  const dependents = rules.map((): number[] => [])
  for (const [index, { nodes }] of rules.entries()) {
    const needed = new Set(
      nodes.map(({ condition }) => (condition.kind === 'rule' ? byId.get(condition.ruleId) : undefined)),
    )
    for (const on of needed) if (on !== undefined) dependents[on]?.push(index)
  }
  return dependents
}

import type { Party } from '../../contracts/call.ts'
import { compileAbsence } from './absence.ts'
import type { CompiledRule, PhraseRole } from './compiled-rule.ts'
import { createPhraseFinder, type PhraseFinder } from './phrase-finder.ts'
import type { Condition, PhraseGroup, Rule } from './rule.ts'
import { compileSaid } from './said.ts'

/** Who wants to know of a phrase. The finder's phrase index is the listener's index. */
export interface PhraseListener {
  /** Index into `RuleSet.rules`. */
  readonly rule: number
  readonly role: PhraseRole
  /** Whose words count; null: either party's. */
  readonly party: Party | null
  readonly phrase: string
}

/** All rules in force, compiled: one finder for the phrases of all, one step function for each. Never changed, only replaced. */
export interface RuleSet {
  readonly hash: string
  readonly rules: readonly CompiledRule[]
  /** Index into `rules` by `CompiledRule.key`. */
  readonly byKey: ReadonlyMap<string, number>
  /** Indexes of the rules that are told of a call's start. */
  readonly fromStart: readonly number[]
  readonly finder: PhraseFinder
  readonly listeners: readonly PhraseListener[]
}

export interface CompileOptions {
  readonly rules: readonly Rule[]
  /** Names exactly these rules. */
  readonly hash: string
}

/** Turns rules into the set that `step` runs. */
export function compileRules(options: CompileOptions): RuleSet {
  const rules = options.rules.map(compileRule)
  const found = rules.flatMap(({ groups }, rule) =>
    groups.flatMap(({ role, group }) =>
      group.phrases.map((phrase) => ({
        phrase,
        listener: { rule, role, party: group.party, phrase: phrase.text },
      })),
    ),
  )
  return {
    hash: options.hash,
    rules,
    byKey: new Map(rules.map(({ key }, index) => [key, index])),
    fromStart: rules.flatMap(({ fromStart }, index) => (fromStart ? [index] : [])),
    finder: createPhraseFinder(found.map(({ phrase }) => phrase)),
    listeners: found.map(({ listener }) => listener),
  }
}

function compileRule(rule: Rule): CompiledRule {
  const { condition } = rule
  return {
    rule,
    key: `${rule.ref.id}#${rule.fingerprint}`,
    fromStart: condition.kind === 'absence' && condition.after === null,
    groups: groupsOf(condition),
    ...(condition.kind === 'said' ? compileSaid(rule, condition) : compileAbsence(rule, condition)),
  }
}

function groupsOf(condition: Condition): readonly { role: PhraseRole; group: PhraseGroup }[] {
  if (condition.kind === 'said') return [{ role: 'said', group: condition }]
  const missing = { role: 'missing' as const, group: condition.missing }
  return condition.after === null ? [missing] : [{ role: 'after', group: condition.after }, missing]
}

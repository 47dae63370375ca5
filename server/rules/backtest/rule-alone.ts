import { compileRules, type CompileOptions, type RuleSet } from '../compile/compile.ts'
import { rulesIn } from '../compile/dependencies.ts'
import type { Rule } from '../compile/rule.ts'

export interface RulesAlone {
  readonly rules: readonly Rule[]
  /** Where the rules are found that they build on. */
  readonly among: readonly Rule[]
  readonly phases: CompileOptions['phases']
  /** Names the set. */
  readonly hash: string
}

/** Rules with those that they build on, and nothing else: enough to say when they fire. */
export function compileWithNeeds({ rules, among, phases, hash }: RulesAlone): RuleSet {
  const known = new Map([...among, ...rules].map((rule) => [rule.ref.id, rule]))
  const needed = new Map<string, Rule>()
  const open = rules.map(({ ref }) => ref.id)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = known.get(id)
    if (next === undefined || needed.has(id)) continue
    needed.set(id, next)
    open.push(...rulesIn(next.condition))
  }
  return compileRules({ rules: [...needed.values()], hash, phases })
}

/** One rule with those that it builds on. */
export function compileAlone({
  rule,
  ...rest
}: Omit<RulesAlone, 'rules' | 'hash'> & { readonly rule: Rule }): RuleSet {
  return compileWithNeeds({ rules: [rule], hash: rule.fingerprint, ...rest })
}

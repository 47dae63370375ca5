import type { Condition, PhraseGroup, Rule, Tolerance } from '../../../server/rules/compile/rule.ts'

/** What all phrases of a set of rules are made to bear; `set` null: what their own files say. */
export interface Variant {
  readonly name: string
  readonly set: { readonly tolerance: Tolerance; readonly minScore: number } | null
}

/** What a rule has that names no score. */
const LOOSE = 0.85
const STRICT = 0.9
/** What the engine gives another reading of the recogniser that has the words as written: above it none counts. */
const READINGS = 0.7

export const EXACT: Variant = { name: 'exact', set: { tolerance: 'exact', minScore: 1 } }
export const BOTH: Variant = { name: `both ${LOOSE}`, set: { tolerance: 'both', minScore: LOOSE } }
export const SHIPPED: Variant = { name: 'as shipped', set: null }

export const VARIANTS: readonly Variant[] = [
  EXACT,
  { name: `alternatives ${LOOSE}`, set: { tolerance: 'alternatives', minScore: LOOSE } },
  { name: `alternatives ${READINGS}`, set: { tolerance: 'alternatives', minScore: READINGS } },
  { name: `sounds-alike ${STRICT}`, set: { tolerance: 'sounds-alike', minScore: STRICT } },
  { name: `sounds-alike ${LOOSE}`, set: { tolerance: 'sounds-alike', minScore: LOOSE } },
  { name: `both ${STRICT}`, set: { tolerance: 'both', minScore: STRICT } },
  BOTH,
  { name: `both ${READINGS}`, set: { tolerance: 'both', minScore: READINGS } },
  SHIPPED,
]

/** The rule with all its phrases as the variant wants them. */
export function inVariant(rule: Rule, variant: Variant): Rule {
  return { ...rule, condition: withTolerance(rule.condition, variant) }
}

/** Every group of phrases of a condition. */
export function phraseGroups(condition: Condition): readonly PhraseGroup[] {
  switch (condition.kind) {
    case 'said':
      return [condition]
    case 'near':
      return [condition, { ...condition, phrases: condition.to }]
    case 'absence':
      return [...(condition.after === null ? [] : phraseGroups(condition.after)), condition.missing]
    case 'sequence':
    case 'all':
    case 'any':
      return condition.of.flatMap(phraseGroups)
    case 'count':
    case 'last':
    case 'not':
      return phraseGroups(condition.of)
    default:
      return []
  }
}

function withTolerance(condition: Condition, variant: Variant): Condition {
  if (variant.set === null) return condition
  const inside = (member: Condition): Condition => withTolerance(member, variant)
  switch (condition.kind) {
    case 'said':
    case 'near':
      return { ...condition, ...variant.set }
    case 'absence': {
      const after = condition.after === null ? null : inside(condition.after)
      return { ...condition, after, missing: { ...condition.missing, ...variant.set } }
    }
    case 'sequence':
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map(inside) }
    case 'count':
    case 'last':
    case 'not':
      return { ...condition, of: inside(condition.of) }
    default:
      return condition
  }
}

import { DEGREE_REACH, NEGATED_PLAIN, NEGATION_REACH } from './modifiers.ts'
import { type Entry } from './vocabulary.ts'

type Entries = readonly (Entry | undefined)[]

/** A word or a phrase, and what it weighs as one. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/**
 * The second opinion on a unit: its words one by one, each with all modifiers in the words before it, wherever
 * clauses end and whatever else heeds them. A phrase whose words say nothing by themselves weighs what it weighs.
 */
export function plainValence(entries: Entries, { from, to, weight }: Stretch): number {
  let sum = 0
  let speaks = false
  for (let at = from; at < to; at += 1) {
    const valence = entries[at]?.valence ?? 0
    if (valence === 0) continue
    speaks = true
    sum += modified(entries, at, valence)
  }
  return speaks ? sum : modified(entries, from, weight)
}

function modified(entries: Entries, at: number, weight: number): number {
  let valence = weight
  for (let back = 1; back <= NEGATION_REACH; back += 1) {
    const modifier = entries[at - back]?.modifier
    if (modifier?.kind === 'negator' || modifier?.kind === 'refusal') valence *= NEGATED_PLAIN
    else if (modifier?.kind === 'degree' && back <= DEGREE_REACH) valence *= modifier.factor
  }
  return valence
}

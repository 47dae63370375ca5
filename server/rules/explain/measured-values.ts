import { callMs } from '../../contracts/time.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { StateCondition } from '../compile/rule.ts'
import { initialMeasures, takeFact, type Fact, type Measures } from '../engine/measures/measures.ts'
import { valueAt } from '../engine/measures/value.ts'
import type { Measured } from '../../contracts/explanation.ts'

const EVERY_MS = 1000

/** The measures of a call before each of its facts, after it, and each second. */
export function* readings(
  set: RuleSet,
  facts: readonly Fact[],
  endMs: number,
): Generator<{ readonly atMs: number; readonly measures: Measures }> {
  let measures = initialMeasures()
  let tickMs = 0
  const inOrder = facts.toSorted((a, b) => a.atMs - b.atMs)
  for (const fact of [...inOrder, null]) {
    const untilMs = fact === null ? endMs : fact.atMs
    for (; tickMs <= untilMs; tickMs += EVERY_MS) yield { atMs: tickMs, measures }
    yield { atMs: untilMs, measures }
    if (fact === null) return
    measures = takeFact(measures, fact, set.needs)
    yield { atMs: untilMs, measures }
  }
}

export interface MeasureOptions {
  readonly set: RuleSet
  readonly facts: readonly Fact[]
  readonly endMs: number
  /** The moment that is asked about. */
  readonly atMs: number
}

/** What was measured for a condition at a moment, and what came nearest to its bound in the call. */
export function measuredFor(condition: StateCondition, options: MeasureOptions): Measured {
  let then: number | null = null
  let nearest: Measured['nearest'] = null
  let least = Infinity
  for (const { atMs, measures } of readings(options.set, options.facts, options.endMs)) {
    const value = valueAt(measures, condition, callMs(atMs))
    if (atMs <= options.atMs) then = value
    const away = value === null ? Infinity : distance(condition, value)
    if (value === null || away >= least) continue
    least = away
    nearest = { value, atMs }
  }
  return { then, nearest }
}

/** How far a value is from what the condition asks; 0: it is met. */
function distance(condition: StateCondition, value: number): number {
  if ('forMs' in condition) return Math.max(0, condition.forMs - value)
  if (!('above' in condition)) return 0
  const { above, below } = condition
  return Math.max(0, (above ?? -Infinity) - value, value - (below ?? Infinity))
}

import type { Demotion } from '../../contracts/attention.ts'
import type { RuleVerdicts } from '../../contracts/store.ts'
import type { WallMs } from '../../contracts/time.ts'

/** Fewer verdicts say nothing yet. */
const LEAST_VERDICTS = 8

/** A rule that is surely wrong more often than this is not worth its place. */
const MOST_WRONG = 0.4

/** 95 %, one side. */
const Z = 1.645

/** The rule's demotion by what people said of it; null: it keeps its place. */
export function demotionOf({ ruleId, used, notNow, wrong }: RuleVerdicts, since: WallMs): Demotion | null {
  const all = used + notNow + wrong
  if (all < LEAST_VERDICTS || leastShare(wrong, all) <= MOST_WRONG) return null
  return { ruleId, used, notNow, wrong, since }
}

/** Lower bound of a share (E. B. Wilson, 1927: "Probable inference, the law of succession, and statistical inference"). */
export function leastShare(count: number, all: number): number {
  if (all === 0) return 0
  const share = count / all
  const z2 = Z * Z
  const centre = share + z2 / (2 * all)
  const spread = Z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all))
  return (centre - spread) / (1 + z2 / all)
}

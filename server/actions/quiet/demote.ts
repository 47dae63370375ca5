import type { Demotion } from '../../contracts/attention.ts'
import type { RuleVerdicts } from '../../contracts/store.ts'
import type { WallMs } from '../../contracts/time.ts'
import { wilsonInterval } from '../../platform/wilson.ts'

/** Fewer verdicts say nothing yet. */
const LEAST_VERDICTS = 8

/** A rule that is surely wrong more often than this is not worth its place. */
const MOST_WRONG = 0.4

/** 95 %, one side. */
const Z = 1.645

/** The rule's demotion by what people said of it; null: it keeps its place. */
export function demotionOf({ ruleId, used, notNow, wrong }: RuleVerdicts, since: WallMs): Demotion | null {
  const all = used + notNow + wrong
  if (all < LEAST_VERDICTS || wilsonInterval(wrong, all, Z)[0] <= MOST_WRONG) return null
  return { ruleId, used, notNow, wrong, since }
}

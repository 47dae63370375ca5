import type { Bounds, Condition } from '../../compile/rule.ts'
import { allConditions } from '../../file/walk.ts'
import { warn, type LintCheck } from '../check.ts'

/** A part of a rule whose own numbers leave nothing. */
export const neverHolds: LintCheck = {
  id: 'never-holds',
  find({ rules }) {
    return rules.flatMap((document) =>
      allConditions(document.rule.condition).flatMap((condition) => {
        const why = whyNever(condition)
        if (why === null) return []
        const path = document.paths.get(condition) ?? ['when']
        return [warn(neverHolds, document, { path, message: `this never holds: ${why}` })]
      }),
    )
  },
}

function whyNever(condition: Condition): string | null {
  switch (condition.kind) {
    case 'call-time':
      return condition.firstMs !== null &&
        condition.afterMs !== null &&
        condition.firstMs <= condition.afterMs
        ? 'no time is in the first part and after it, expected "after" to be less than "first"'
        : null
    case 'talk-ratio':
      return noNumber(condition) ?? noShare(condition)
    case 'pace':
    case 'sentiment':
    case 'sentiment-trend':
      return noNumber(condition)
    case 'attribute':
      return condition.test.kind === 'number' ? noNumber(condition.test) : null
    default:
      return null
  }
}

function noNumber({ above, below }: Bounds): string | null {
  if (above === null || below === null || above < below) return null
  return `no number is above ${above} and below ${below}, expected "above" to be less than "below"`
}

/** Bounds are strict, so the ends of the scale are never passed. */
function noShare({ above, below }: Bounds): string | null {
  if (above === 1) return 'no share is above 1, expected less'
  return below === 0 ? 'no share is below 0, expected more' : null
}

import { nearestName } from '../../../platform/nearest-name.ts'
import { slotsOfRule } from '../slots-of-rule.ts'
import { warn, type LintCheck } from '../check.ts'
import { filledPlaces } from '../filled-places.ts'

/** A text that names a value which no phrase of the rule catches: what stands after the bar would always be shown. */
export const unknownSlot: LintCheck = {
  id: 'unknown-slot',
  find({ rules }) {
    const all = rules.map(({ rule }) => rule)
    return rules.flatMap((document) => {
      const { rule } = document
      const asked = filledPlaces(rule.action).filter(({ place }) => place.kind === 'slot')
      if (asked.length === 0) return []
      const caught = [...new Set(slotsOfRule(rule, all).map(({ name }) => name))]
      return asked
        .filter(({ place }) => !caught.includes(place.name))
        .map(({ place, path }) => {
          const message = `no phrase of the rule catches "${place.name}", ${expected(place.name, caught)}`
          return { ...warn(unknownSlot, document, { path, message }), severity: 'error' as const }
        })
    })
  },
}

function expected(name: string, caught: readonly string[]): string {
  if (caught.length === 0) return `expected a phrase with a form such as <amount> or <${name}:amount>`
  const near = nearestName(name, caught)
  return `expected one of ${caught.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`
}

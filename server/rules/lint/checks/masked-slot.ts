import { slotsOfRule } from '../slots-of-rule.ts'
import { warn, type LintCheck } from '../check.ts'
import { filledPlaces } from '../filled-places.ts'

/** A text that would show digits said one by one: those are numbers of cards, accounts and people, and are masked. */
export const maskedSlot: LintCheck = {
  id: 'masked-slot',
  find({ rules }) {
    const all = rules.map(({ rule }) => rule)
    return rules.flatMap((document) => {
      const { rule } = document
      const asked = filledPlaces(rule.action).filter(({ place }) => place.kind === 'slot')
      if (asked.length === 0) return []
      const digits = new Set(
        slotsOfRule(rule, all)
          .filter(({ kind }) => kind === 'digits')
          .map(({ name }) => name),
      )
      return asked
        .filter(({ place }) => digits.has(place.name))
        .map(({ place, path }) => {
          const message = `"${place.name}" is caught by <digits>, which are never shown, expected another kind or no place to fill`
          return { ...warn(maskedSlot, document, { path, message }), severity: 'error' as const }
        })
    })
  },
}

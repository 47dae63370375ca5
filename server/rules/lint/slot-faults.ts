import type { NamedSlot } from '../../language/phrases/slot-names.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { warn, type LintCheck, type LintSubject } from './check.ts'
import { filledPlaces } from './filled-places.ts'
import { slotsOfRule } from './slots-of-rule.ts'

/**
 * An error for each place of a rule's texts at which something is wrong with the value that it asks for by name.
 * `messageOf`: what is wrong, given what the rule may have caught; null: nothing.
 */
export function slotFaults(
  check: LintCheck,
  { rules }: Pick<LintSubject, 'rules'>,
  messageOf: (name: string, caught: readonly NamedSlot[]) => string | null,
): readonly FileFault[] {
  const all = rules.map(({ rule }) => rule)
  return rules.flatMap((document) => {
    const { rule } = document
    const asked = filledPlaces(rule.action).filter(({ place }) => place.kind === 'slot')
    if (asked.length === 0) return []
    const caught = slotsOfRule(rule, all)
    return asked.flatMap(({ place, path }): readonly FileFault[] => {
      const message = messageOf(place.name, caught)
      return message === null ? [] : [{ ...warn(check, document, { path, message }), severity: 'error' }]
    })
  })
}

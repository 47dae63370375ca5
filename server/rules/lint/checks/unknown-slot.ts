import { nearestName } from '../../../platform/nearest-name.ts'
import type { LintCheck } from '../check.ts'
import { slotFaults } from '../slot-faults.ts'

/** A text that names a value which no phrase of the rule catches: what stands after the bar would always be shown. */
export const unknownSlot: LintCheck = {
  id: 'unknown-slot',
  find: (subject) =>
    slotFaults(unknownSlot, subject, (asked, caught) => {
      const names = [...new Set(caught.map(({ name }) => name))]
      return names.includes(asked)
        ? null
        : `no phrase of the rule catches "${asked}", ${expected(asked, names)}`
    }),
}

function expected(name: string, caught: readonly string[]): string {
  if (caught.length === 0) return `expected a phrase with a form such as <amount> or <${name}:amount>`
  const near = nearestName(name, caught)
  return `expected one of ${caught.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`
}

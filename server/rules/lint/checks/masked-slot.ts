import type { LintCheck } from '../check.ts'
import { slotFaults } from '../slot-faults.ts'

/** A text that would show digits said one by one: those are numbers of cards, accounts and people, and are masked. */
export const maskedSlot: LintCheck = {
  id: 'masked-slot',
  find: (subject) =>
    slotFaults(maskedSlot, subject, (asked, caught) =>
      caught.some(({ name, kind }) => name === asked && kind === 'digits')
        ? `"${asked}" is caught by <digits>, which are never shown, expected another kind or no place to fill`
        : null,
    ),
}

import type { CallReviewer, ChecklistState, ReviewedCall } from '../../contracts/assist.ts'
import { callMs } from '../../contracts/time.ts'
import type { AssistLibrary } from '../assist-library.ts'
import { CallChecklists } from '../checklists/call-checklists.ts'

/** Looks at calls that are over with the library that is in force when it is asked. */
export function createReviewer(library: () => AssistLibrary): CallReviewer {
  return {
    checklists: (call) => reviewChecklists(call, library()),
    dispositionOf: (code) => {
      const { choices } = library().filing.filing
      // A disposition that names a code means those below it, too.
      const choice = choices.find(({ codes }) =>
        codes.some((own) => own === code || code.startsWith(`${own}.`)),
      )
      return choice?.dispositionId ?? null
    },
  }
}

/** The checklists played again over what is kept of a call. */
export function reviewChecklists(
  { attributes, utterances, durationMs }: ReviewedCall,
  library: AssistLibrary,
): readonly ChecklistState[] {
  const checklists = new CallChecklists(library.checklists, attributes)
  for (const utterance of utterances) checklists.take(utterance)
  checklists.advance(callMs(durationMs))
  return checklists.state
}

import type { Disposition } from '../../contracts/assist.ts'
import type { CodeId } from '../../contracts/contact.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'

/** How a call may be filed, and what speaks for it. */
export interface FilingChoice extends Disposition {
  /** Ids of rules that fired. */
  readonly rules: readonly string[]
  /** Codes that were found; those below count, too. */
  readonly codes: readonly CodeId[]
  /** Said by either party. */
  readonly phrases: readonly Phrase[]
}

/** What wrap-ups are made by: `dispositions.yaml`. */
export interface Filing {
  readonly choices: readonly FilingChoice[]
  /** What an agent says when something is promised. */
  readonly promises: readonly Phrase[]
}

export const NO_FILING: Filing = { choices: [], promises: [] }

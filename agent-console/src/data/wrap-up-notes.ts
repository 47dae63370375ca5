import type { SuggestedDisposition, WrapUp, WrapUpNotes } from '../../../server/contracts/assist.ts'

/** What the form of a call's notes holds. */
export interface NotesForm {
  readonly reason: string
  readonly summary: string
  /** A promise a line. */
  readonly promises: string
  readonly dispositions: ReadonlySet<string>
}

export function formOf({ reason, summary, promises, dispositions }: WrapUp): NotesForm {
  return { reason, summary, promises: promises.join('\n'), dispositions: new Set(dispositions) }
}

export function notesOf({ reason, summary, promises, dispositions }: NotesForm): WrapUpNotes {
  return {
    reason,
    summary,
    promises: promises
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    dispositions: [...dispositions],
  }
}

/** Those that evidence speaks for or that are chosen come first, with why; the others are there to be chosen. */
export function choicesOf(
  { suggested, choices }: WrapUp,
  chosen: ReadonlySet<string>,
): { readonly first: readonly SuggestedDisposition[]; readonly others: WrapUp['choices'] } {
  const named = new Set(suggested.map(({ dispositionId }) => dispositionId))
  const rest = choices.filter(({ dispositionId }) => !named.has(dispositionId))
  const picked = rest.filter(({ dispositionId }) => chosen.has(dispositionId))
  return {
    first: [...suggested, ...picked.map((choice) => ({ ...choice, because: [] }))],
    others: rest.filter(({ dispositionId }) => !chosen.has(dispositionId)),
  }
}

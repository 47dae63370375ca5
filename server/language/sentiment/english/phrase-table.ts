import { type PhraseGroup } from './phrase-group.ts'

export interface WeighedPhrase {
  readonly words: readonly string[]
  readonly weight: number
}

/** All phrases in all their forms. Where two groups have the same words, the later one in this list counts. */
export function weighedPhrases(groups: readonly PhraseGroup[]): readonly WeighedPhrase[] {
  return groups.flatMap(({ weight, phrases }) =>
    rowsOf(phrases)
      .flatMap(formsOf)
      .map((words) => ({ words, weight })),
  )
}

/** The rows of a table as they were written. */
export function rowsOf(phrases: string): readonly string[] {
  return phrases
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
}

/** Every word sequence that a row stands for. */
export function formsOf(row: string): readonly (readonly string[])[] {
  let forms: readonly (readonly string[])[] = [[]]
  for (const place of row.split(' ')) {
    const choices = choicesOf(place)
    forms = forms.flatMap((form) => choices.map((choice) => [...form, ...choice]))
  }
  return forms
}

function choicesOf(place: string): readonly (readonly string[])[] {
  const mayMiss = place.endsWith('?')
  const written = mayMiss ? place.slice(0, -1) : place
  const choices = written.split('|').map((choice) => choice.split('_'))
  return mayMiss ? [[], ...choices] : choices
}

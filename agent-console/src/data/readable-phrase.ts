/** So many of the phrases that were not said are named; a person needs an example, not the whole list. */
const MOST_NAMED = 2

/**
 * A rule's phrases as one would say them: of `(record|recording) (the|this) call` the first way, a word's
 * open end (`cancel*`) as an ellipsis. Phrases are joined by " / ", as they come in the evidence.
 */
export function readablePhrase(phrase: string): string {
  const phrases = phrase.split(' / ')
  const named = phrases.slice(0, MOST_NAMED).map((each) =>
    each
      .replaceAll(/\(([^|()]*)[^()]*\)/g, '$1')
      .replaceAll('*', '…')
      .trim(),
  )
  return named.join(' / ')
}

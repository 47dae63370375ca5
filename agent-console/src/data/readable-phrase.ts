/** So many of the phrases that were not said are named; a person needs an example, not the whole list. */
const MOST_NAMED = 2

/**
 * A rule's phrases as one would say them: of `(record|recording) (the|this) call` the first way, a word's
 * open end (`cancel*`) and words in between (`...`) as an ellipsis, a named list or a value as `[its name]`. Phrases are joined by " / ", as they come in the evidence.
 */
export function readablePhrase(phrase: string): string {
  const phrases = phrase.split(' / ')
  const named = phrases.slice(0, MOST_NAMED).map((each) =>
    firstWays(each)
      .replaceAll(/\.\.\.\d*|\*/g, '…')
      .replaceAll(/~|\?/g, '')
      .replaceAll(/<(?:[^<>:]*:)?([^<>]*)>/g, '[$1]')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  return named.join(' / ')
}

/** Of each group the first way, from the innermost out. */
function firstWays(phrase: string): string {
  const simpler = phrase.replaceAll(/\(([^|()]*)[^()]*\)/g, '$1')
  return simpler === phrase ? phrase : firstWays(simpler)
}

import type { Utterance } from '../../contracts/transcript.ts'
import type { PhraseFinder, PhraseHit } from '../../language/phrases/finder.ts'
import { textsOf } from './find-phrases.ts'

/** How well words fit that the recogniser thought of, but took others for. */
const OTHER_READING_SCORE = 0.7

/**
 * Phrases in the other readings of a final. Each is told in the place of the final's words that stand where the
 * reading has the phrase, as well as that can be told: readings have no times.
 */
export function findInAlternatives(finder: PhraseFinder, final: Utterance): readonly PhraseHit[] {
  const own = textsOf(final.words)
  const seen = new Set<string>()
  const hits: PhraseHit[] = []
  for (const text of final.alternatives ?? []) {
    const words = text.split(' ').filter((word) => word !== '')
    const place = placer(words, own)
    for (const { phrase, from, to, score } of finder.find(words)) {
      const hit = { phrase, ...place(from, to), score: OTHER_READING_SCORE * score }
      const key = `${phrase}/${hit.from}/${hit.to}`
      if (hit.from >= hit.to || seen.has(key)) continue
      seen.add(key)
      hits.push(hit)
    }
  }
  return hits.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** From places in a reading to places in the final: both begin and end alike, and differ between. */
function placer(
  words: readonly string[],
  own: readonly string[],
): (from: number, to: number) => { readonly from: number; readonly to: number } {
  const most = Math.min(words.length, own.length)
  let begin = 0
  while (begin < most && words[begin] === own[begin]) begin += 1
  let end = 0
  while (end < most - begin && words[words.length - 1 - end] === own[own.length - 1 - end]) end += 1
  const ownEnd = own.length - end
  const wordsEnd = words.length - end
  return (from, to) => {
    const first = from < begin ? from : from >= wordsEnd ? from - wordsEnd + ownEnd : begin
    const last = to <= begin ? to : to > wordsEnd ? to - wordsEnd + ownEnd : ownEnd
    if (first < last) return { from: first, to: last }
    // The final has no word there: the one before, or the first.
    const near = Math.max(0, first - 1)
    return { from: near, to: Math.min(own.length, near + 1) }
  }
}

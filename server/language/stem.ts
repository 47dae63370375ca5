const VOWEL = /[aeiouy]/

/** Endings of words that are no plurals, with what takes their place, longest first; `least` letters must stay. */
const ENDINGS: readonly (readonly [ending: string, instead: string, least: number])[] = [
  ['ification', 'ifi', 2],
  ['fulness', '', 3],
  ['ation', '', 3],
  ['ment', '', 3],
  ['ally', '', 3],
  ['ness', '', 3],
  ['able', '', 4],
  ['ying', 'i', 3],
  ['ied', 'i', 2],
  ['ing', '', 3],
  ['ion', '', 4],
  ['ly', '', 3],
  ['ed', '', 2],
  ['y', 'i', 2],
  ['e', '', 3],
]

/** Doubled by spelling alone ("dropped", "cancelled"); the `ss` of "address" is its own. */
const DOUBLED = /([bdgmnprt])\1$|(?<=^.{3,}l)l$/

/**
 * An English word without its inflection, so that "transfer", "transfers" and "transferred" are one word. It is a
 * key for counting, not a word to show. Words of other alphabets and short words come back as they are.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z']+$/.test(word)) return word
  const bare = word.replace(/'s?$/, '')
  return strip(/(?:ss|us|is)$/.test(bare) ? bare : withoutPlural(bare))
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s')) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

function strip(word: string): string {
  for (const [ending, instead, least] of ENDINGS) {
    if (!word.endsWith(ending)) continue
    const rest = word.slice(0, -ending.length)
    if (rest.length >= least && VOWEL.test(rest)) return undouble(rest + instead)
  }
  return undouble(word)
}

/** "dropp" is "drop"; an `e` that came back to the light ("charge" of "chargeable") is left off everywhere. */
function undouble(word: string): string {
  const single = word.length > 3 && DOUBLED.test(word) ? word.slice(0, -1) : word
  return single.length > 3 && single.endsWith('e') ? single.slice(0, -1) : single
}

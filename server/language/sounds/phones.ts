import { SPELLING_RULES, SPOKEN_EXCEPTIONS } from './spelling-rules.ts'

const LATIN_WORD = /^[a-z'-]+$/

/**
 * The phones of a word as English would speak it, one sign a phone (`spelling-rules.ts` lists them); empty for
 * words in other scripts, which are compared by their spelling alone.
 */
export function phonesOf(word: string): string {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '')
  if (!LATIN_WORD.test(plain)) return ''
  const exception = SPOKEN_EXCEPTIONS.get(plain)
  if (exception !== undefined) return exception
  const letters = plain.replace(/['-]/g, '')
  let phones = ''
  for (let at = 0; at < letters.length;) {
    const { length, sound } = soundAt(letters, at)
    phones += sound === phones.at(-1) ? '' : sound
    at += length
  }
  return phones
}

function soundAt(letters: string, at: number): { readonly length: number; readonly sound: string } {
  for (const { pattern, phones } of SPELLING_RULES.get(letters[at] ?? '') ?? []) {
    pattern.lastIndex = at
    const found = pattern.exec(letters)
    if (found !== null) return { length: found[0].length, sound: phones }
  }
  return { length: 1, sound: '' }
}

import { isStemmable, stem } from './stem.ts'
import type { PhraseFault, WordPattern } from './tree.ts'

/** Fewer letters beside `*` would hear half the dictionary. */
const MIN_AFFIX_LETTERS = 3

/** A word as a recogniser writes it: lower-case letters of any script, apostrophes and hyphens among them. */
const WORD = /^'?[\p{Ll}\p{Lo}\p{M}]+(?:['-][\p{Ll}\p{Lo}\p{M}]+)*'?$/u

/** What may stand on either side of `*`. */
const PART = /^[\p{Ll}\p{Lo}\p{M}'-]*$/u

/** Whether this is one word as a recogniser writes it. */
export function isSpokenWord(text: string): boolean {
  return WORD.test(text)
}

/** Whether a word fits. */
export function fitsPattern(pattern: WordPattern, word: string): boolean {
  switch (pattern.kind) {
    case 'exact':
      return word === pattern.text
    case 'affix':
      return (
        word.length >= pattern.begins.length + pattern.ends.length &&
        word.startsWith(pattern.begins) &&
        word.endsWith(pattern.ends)
      )
    case 'stem':
      return stem(word) === pattern.stem
  }
}

/** Reads `cancel`, `cancel*`, `*ation`, `re*able` or `~cancel`; `offset` is its place in the phrase. */
export function readPattern(token: string, offset: number): WordPattern | PhraseFault {
  if (token.startsWith('~')) return readStem(token, offset)
  if (token.includes('*')) return readAffix(token, offset)
  return isSpokenWord(token) ? { kind: 'exact', text: token } : { offset, message: notSpoken(token) }
}

function readStem(token: string, offset: number): WordPattern | PhraseFault {
  const word = token.slice(1)
  if (word === '') return { offset, message: '"~" stands alone, expected a form such as "~cancel"' }
  if (word.includes('*')) {
    return { offset, message: `"${token}" has "~" and "*", expected only one of the two` }
  }
  if (!isSpokenWord(word)) return { offset: offset + 1, message: notSpoken(word) }
  if (!isStemmable(word)) {
    return { offset, message: `"${word}" is not an English word, expected it without "~"` }
  }
  return { kind: 'stem', stem: stem(word) }
}

function readAffix(token: string, offset: number): WordPattern | PhraseFault {
  const [begins = '', ends = '', ...more] = token.split('*')
  if (more.length > 0) {
    return { offset, message: `"${token}" has "*" more than once, expected a form such as "cancel*"` }
  }
  if (!PART.test(begins)) return { offset, message: notSpoken(begins) }
  if (!PART.test(ends)) return { offset: offset + begins.length + 1, message: notSpoken(ends) }
  const letters = (begins + ends).match(/[^'-]/gu)?.length ?? 0
  if (letters < MIN_AFFIX_LETTERS) {
    const message = `"${token}" stands for too many words, expected at least ${MIN_AFFIX_LETTERS} letters beside "*"`
    return { offset, message }
  }
  return { kind: 'affix', begins, ends }
}

/** Says why the recogniser never writes this, and what it would write. */
function notSpoken(text: string): string {
  if (/\p{Nd}/u.test(text))
    return `"${text}" has digits, expected numbers as they are spoken, such as "twenty four"`
  if (text.includes('|'))
    return `"${text}" has "|" outside brackets, expected a form such as "(cancel|close)"`
  const lower = text.toLowerCase()
  if (lower !== text && isSpokenWord(lower)) return `"${text}" has capital letters, expected "${lower}"`
  const bare = lower.replace(/[^\p{L}\p{M}'-]/gu, '')
  const hint = isSpokenWord(bare) ? `"${bare}"` : 'lower-case words without punctuation'
  return `"${text}" is not written as the recogniser writes, expected ${hint}`
}

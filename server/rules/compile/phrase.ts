/** One way in which a word may read: the whole word, or its beginning (`cancel*`). */
export interface WordPattern {
  readonly text: string
  readonly prefix: boolean
}

/** The alternatives for one word of a phrase. */
export type Slot = readonly WordPattern[]

/** A phrase as written in the rule, and the words it stands for, in order. */
export interface Phrase {
  readonly text: string
  readonly slots: readonly Slot[]
}

/** What is wrong with a phrase and where: `offset` counts characters from the phrase's first. */
export interface PhraseFault {
  readonly offset: number
  readonly message: string
}

export type PhraseResult =
  { readonly ok: true; readonly phrase: Phrase } | { readonly ok: false; readonly fault: PhraseFault }

/** Fewer letters before `*` would hear half the dictionary. */
const MIN_PREFIX_LETTERS = 3

const MAX_WORDS = 12

/** A word as a recogniser writes it: lower-case letters of any script, apostrophes and hyphens among them. */
const WORD = /^'?[\p{Ll}\p{Lo}\p{M}]+(?:['-][\p{Ll}\p{Lo}\p{M}]+)*'?$/u

/** A word, or a group of alternatives in brackets, with what surrounds it. */
const TOKEN = /\([^()]*\)|[^\s()]+|[()]|\s+/gu

/** Whether this is one word as a recogniser writes it. */
export function isSpokenWord(text: string): boolean {
  return WORD.test(text)
}

/**
 * Reads a phrase: words with one space between them; `cancel*` is any word that begins so;
 * `(cancel|close)` is either word in that place.
 */
export function parsePhrase(text: string): PhraseResult {
  const slots: Slot[] = []
  let spaced = true
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.trim() === '') {
      if (token !== ' ' || index === 0)
        return faultAt(index, 'words are parted by one space, expected no other space')
      spaced = true
      continue
    }
    if (!spaced) return faultAt(index, 'expected a space here')
    spaced = false
    const fault = token.startsWith('(') ? readGroup(token, index, slots) : readWord(token, index, slots)
    if (fault !== null) return { ok: false, fault }
  }
  if (slots.length === 0) return faultAt(0, 'the phrase is empty, expected at least one word')
  if (spaced) return faultAt(text.length - 1, 'the phrase ends in a space, expected none')
  if (slots.length > MAX_WORDS) {
    return faultAt(0, `the phrase has ${slots.length} words, expected at most ${MAX_WORDS}`)
  }
  return { ok: true, phrase: { text, slots } }
}

function faultAt(offset: number, message: string): PhraseResult {
  return { ok: false, fault: { offset, message } }
}

function readWord(token: string, offset: number, slots: Slot[]): PhraseFault | null {
  const pattern = readPattern(token, offset)
  if ('message' in pattern) return pattern
  slots.push([pattern])
  return null
}

function readGroup(token: string, offset: number, slots: Slot[]): PhraseFault | null {
  if (!token.endsWith(')') || token.length < 2) {
    return { offset, message: 'the bracket is not closed, expected a form such as "(cancel|close)"' }
  }
  const slot: WordPattern[] = []
  let at = offset + 1
  for (const alternative of token.slice(1, -1).split('|')) {
    if (alternative === '') return { offset: at, message: 'an alternative is empty, expected a word' }
    if (alternative.includes(' ')) {
      return {
        offset: at,
        message: `"${alternative}" is not one word, expected one word for each alternative`,
      }
    }
    const pattern = readPattern(alternative, at)
    if ('message' in pattern) return pattern
    slot.push(pattern)
    at += alternative.length + 1
  }
  slots.push(slot)
  return null
}

function readPattern(token: string, offset: number): WordPattern | PhraseFault {
  const prefix = token.endsWith('*')
  const text = prefix ? token.slice(0, -1) : token
  if (prefix && text.length < MIN_PREFIX_LETTERS) {
    return {
      offset,
      message: `"${token}" stands for too many words, expected at least ${MIN_PREFIX_LETTERS} letters before "*"`,
    }
  }
  return isSpokenWord(text) ? { text, prefix } : { offset, message: notSpoken(text) }
}

/** Says why the recogniser never writes this, and what it would write. */
function notSpoken(text: string): string {
  if (/\p{Nd}/u.test(text))
    return `"${text}" has digits, expected numbers as they are spoken, such as "twenty four"`
  if (text.includes('*')) return `"${text}" has "*" inside, expected it only at the end of a word`
  if (text.includes('|'))
    return `"${text}" has "|" outside brackets, expected a form such as "(cancel|close)"`
  const lower = text.toLowerCase()
  if (lower !== text && isSpokenWord(lower)) return `"${text}" has capital letters, expected "${lower}"`
  const bare = lower.replace(/[^\p{L}\p{M}'-]/gu, '')
  const hint = isSpokenWord(bare) ? `"${bare}"` : 'lower-case words without punctuation'
  return `"${text}" is not written as the recogniser writes, expected ${hint}`
}

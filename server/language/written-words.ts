import { spellNumber } from './spell-number.ts'

/** Words of a text that belong together: no phrase goes on over the end of a sentence. */
export interface WordRow {
  readonly words: readonly string[]
  /** Indexes of words before which the writer put a comma, a dash or a bracket. */
  readonly pauses: readonly number[]
}

/** As a recogniser leaves it: lower case, one space between words, nothing else. */
const SPOKEN = /^[a-z']+(?: [a-z']+)*$/
const HAN = /\p{Script=Han}/u
const ADDRESS = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/gu
/** A word, a number, a pause, or the end of a sentence; a mask of the redaction ends one, too. */
const TOKEN = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\p{Nd}+(?:[.,]\p{Nd}+)*|[,–—()[\]"]|[.!?;:\n•…。！？；]+/gu
const PAUSE = /^[,–—()[\]"]$/
const LETTER = /^[\p{L}\p{M}]/u
const DIGIT = /^\p{Nd}/u

/** How people type what a recogniser writes with an apostrophe, or as one word. */
const RESPELT: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    arent: "aren't",
    cant: "can't",
    couldnt: "couldn't",
    didnt: "didn't",
    doesnt: "doesn't",
    dont: "don't",
    hadnt: "hadn't",
    hasnt: "hasn't",
    havent: "haven't",
    im: "i'm",
    isnt: "isn't",
    ive: "i've",
    shouldnt: "shouldn't",
    thats: "that's",
    theres: "there's",
    wasnt: "wasn't",
    werent: "weren't",
    wont: "won't",
    wouldnt: "wouldn't",
    youre: "you're",
    u: 'you',
    ur: 'your',
    pls: 'please',
    plz: 'please',
    acct: 'account',
    pw: 'password',
    pwd: 'password',
    msg: 'message',
    msgs: 'messages',
  }).map(([typed, said]) => [typed, said.split(' ')]),
)

let segmenter: Intl.Segmenter | null = null

/**
 * A text as a recogniser would have written it: lower case, numbers spelled out, apostrophes where people leave them
 * out, hyphens as spaces. What a recogniser wrote comes back as it is.
 */
export function writtenWords(text: string): readonly WordRow[] {
  if (SPOKEN.test(text)) return [{ words: text.split(' ').flatMap(respelt), pauses: [] }]
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘´`]/gu, "'")
    .replaceAll(ADDRESS, ' . ')
    .replaceAll(/\be-?mail/gu, 'email')
    .replaceAll('&', ' and ')
  const rows: WordRow[] = []
  let words: string[] = []
  let pauses: number[] = []
  const endRow = (): void => {
    if (words.length > 0) rows.push({ words, pauses })
    words = []
    pauses = []
  }
  for (const [token] of plain.matchAll(TOKEN)) {
    if (LETTER.test(token)) words.push(...(HAN.test(token) ? hanWords(token) : respelt(token)))
    else if (DIGIT.test(token)) words.push(...spellNumber(token))
    else if (!PAUSE.test(token)) endRow()
    else if (words.length > 0 && pauses.at(-1) !== words.length) pauses.push(words.length)
  }
  endRow()
  return rows
}

function respelt(word: string): readonly string[] {
  return RESPELT.get(word) ?? [word]
}

function hanWords(run: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' })
  return [...segmenter.segment(run)].map(({ segment }) => segment)
}

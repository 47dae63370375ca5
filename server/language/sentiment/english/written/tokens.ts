import { type WrittenVocabulary } from './vocabulary.ts'

/** A word or a face of a written text, with where it stands. */
export interface Token {
  /** Characters (UTF-16) from `from` up to, not including, `to`. */
  readonly from: number
  to: number
  /** As the vocabulary has it: lower case, straight apostrophes, no letter repeated for stress. */
  word: string
  /** In capitals, in a text that is not all capitals. */
  shouted: boolean
  /** A mark after it ends a clause. */
  endsClause: boolean
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
])
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g
const CHUNK = /\S+/g
/** Nothing of these is said by the writer: addresses of pages and of mail, names of accounts. */
const ADDRESS = /^(?:https?:|www\.|\.?@\w)|\w@\w/i
const LETTERS_ONLY = /^[A-Za-z]+$/
/** From the first letter or digit to the last. */
const WORD = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u
/** An emoji with what modifies it. */
const PICTURE = /(\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}\u{200D}]*)/u
/** Faces that a word runs into go first, "home:-(", then marks. */
const MARKS = /([:;=]'?-?[()[\]/\\|*]+|[.,!?;:"()/…*]+|--+)/
const CLAUSE_END = /[.,!?;:…]|--/
/** Only these are taken off a word's end: "home:(" has a face, and "(at home):" has none. */
const ATTACHED = /^[:;=]/
const STRETCHED = /(.)\1\1/
/** The tail of a word that a tokeniser took apart: "does n't", "i 'm". */
const APART = /^(?:n't|'(?:s|m|re|ve|ll|d|t))$/i

/** The words and faces of a text, in order; addresses and account names are left out. */
export function tokensOf(text: string, vocabulary: WrittenVocabulary): readonly Token[] {
  const tokeniser = new Tokeniser(vocabulary)
  for (const match of text.matchAll(CHUNK)) tokeniser.take(match[0], match.index)
  return tokeniser.finish()
}

class Tokeniser {
  readonly #vocabulary: WrittenVocabulary
  readonly #tokens: Token[] = []
  /** A word of more than one letter has a small one. */
  #quiet = false

  constructor(vocabulary: WrittenVocabulary) {
    this.#vocabulary = vocabulary
  }

  /** Takes what stands between two spaces. */
  take(written: string, from: number): void {
    const to = from + written.length
    // Most of what stands between spaces is a word with nothing to look into.
    if (LETTERS_ONLY.test(written)) {
      this.#pushWord(written, from, to)
      return
    }
    const chunk = written.replace(ENTITY, (entity) => ENTITIES.get(entity) ?? entity).replaceAll('’', "'")
    if (ADDRESS.test(chunk) || this.#joins(chunk, to)) return
    const face = this.#vocabulary.face(chunk)
    if (face !== null) {
      this.#push(face, from, to)
      return
    }
    // Where an entity was written out, each part stands where the whole stands.
    const exact = chunk.length === written.length
    let at = from
    for (const part of partsOf(chunk)) {
      if (exact) this.#takePart(part, at, at + part.length)
      else this.#takePart(part, from, to)
      at += part.length
    }
  }

  /** All tokens; where everything is in capitals, nothing is shouted. */
  finish(): readonly Token[] {
    if (!this.#quiet) for (const token of this.#tokens) token.shouted = false
    return this.#tokens
  }

  #takePart(part: string, from: number, to: number): void {
    const word = WORD.exec(part)?.[0]
    if (word !== undefined) {
      this.#pushWord(word, from, to)
      return
    }
    const face = PICTURE.test(part) || ATTACHED.test(part) ? this.#vocabulary.face(part) : null
    const last = this.#tokens.at(-1)
    if (face !== null) this.#push(face, from, to)
    else if (last !== undefined && CLAUSE_END.test(part)) last.endsClause = true
  }

  #pushWord(word: string, from: number, to: number): void {
    const small = word.toLowerCase()
    const capitals = word === word.toUpperCase()
    if (word.length > 1 && !capitals) this.#quiet = true
    this.#push(unstretched(small, this.#vocabulary), from, to, word.length > 1 && capitals && word !== small)
  }

  #push(word: string, from: number, to: number, shouted = false): void {
    this.#tokens.push({ from, to, word, shouted, endsClause: false })
  }

  /** Joins the tail of a word to the word; says whether it was one. */
  #joins(chunk: string, to: number): boolean {
    if (!APART.test(chunk)) return false
    const last = this.#tokens.at(-1)
    if (last === undefined || last.endsClause) return false
    const before = this.#tokens.at(-2)
    if (chunk === "'t" && last.word === 'n' && before !== undefined) {
      this.#tokens.pop()
      before.word += "n't"
      before.to = to
    } else {
      last.word += chunk.toLowerCase()
      last.to = to
    }
    return true
  }
}

/** The words, the marks and the emoji of what stands between two spaces. */
function partsOf(chunk: string): readonly string[] {
  return chunk
    .split(PICTURE)
    .flatMap((piece) => (PICTURE.test(piece) ? [piece] : piece.split(MARKS)))
    .filter((part) => part !== '')
}

/** "sooo", "yesss": with the letters twice or once, whichever is a word; else twice. */
function unstretched(word: string, vocabulary: WrittenVocabulary): string {
  if (!STRETCHED.test(word) || vocabulary.has(word)) return word
  const twice = word.replace(/(.)\1{2,}/g, '$1$1')
  const forms = [twice, word.replace(/(.)\1{2,}/g, '$1'), word.replace(/(.)\1+/g, '$1')]
  return forms.find((form) => vocabulary.has(form)) ?? twice
}

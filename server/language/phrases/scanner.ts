import type { PhraseFault } from './tree.ts'

/** Reads a phrase's signs from left to right. */
export interface PhraseScanner {
  at(): number
  peek(): string
  atEnd(): boolean
  /** Whether a sequence ends here: at the phrase's end, at `)`, or at `|` within brackets. */
  endsHere(depth: number): boolean
  /** Goes past this sign if it is here. */
  take(sign: string): boolean
  /** A fault at this place. */
  fault(message: string): PhraseFault
  noSpace(): PhraseFault | null
  oneSpace(): PhraseFault | null
  /** The fault of a space that nothing follows; told after it has been read. */
  endingSpace(): PhraseFault
  /** All up to the next space or bracket, and within brackets up to `|`. */
  word(depth: number): string
  /** What stands in `<>`, or null when `>` is missing. */
  name(): string | null
  /** Whether the bracket that opens at this place is closed somewhere. */
  isClosed(offset: number): boolean
}

const SPACED = 'words are parted by one space, expected no other space'
const OUTER_WORD = /[^\s()<>]*/uy
const INNER_WORD = /[^\s()<>|]*/uy
const SPACE = /\s/u

export function phraseScanner(text: string): PhraseScanner {
  let at = 0
  const fault = (message: string, offset = at): PhraseFault => ({ offset, message })
  const take = (sign: string): boolean => {
    const found = text.startsWith(sign, at)
    if (found) at += sign.length
    return found
  }
  const noSpace = (): PhraseFault | null => (SPACE.test(text[at] ?? '') ? fault(SPACED) : null)
  return {
    at: () => at,
    peek: () => text[at] ?? '',
    atEnd: () => at >= text.length,
    endsHere: (depth) => at >= text.length || text[at] === ')' || (depth > 0 && text[at] === '|'),
    take,
    fault,
    noSpace,
    oneSpace() {
      const start = at
      if (!take(' ')) return SPACE.test(text[at] ?? '') ? fault(SPACED) : fault('expected a space here')
      return SPACE.test(text[at] ?? '') ? fault(SPACED, start) : null
    },
    endingSpace: () =>
      at >= text.length
        ? fault('the phrase ends in a space, expected none', at - 1)
        : fault(`a space stands before "${text[at] ?? ''}", expected none`, at - 1),
    word(depth) {
      const pattern = depth > 0 ? INNER_WORD : OUTER_WORD
      pattern.lastIndex = at
      const word = pattern.exec(text)?.[0] ?? ''
      // A sign that begins nothing, such as `>`, is a word by itself, so that it is named in a fault.
      const taken = word === '' ? (text[at] ?? '') : word
      at += taken.length
      return taken
    },
    name() {
      const end = text.indexOf('>', at)
      if (end < 0) return null
      const name = text.slice(at + 1, end)
      at = end + 1
      return name
    },
    isClosed: (offset) => closesAt(text, offset),
  }
}

function closesAt(text: string, offset: number): boolean {
  let depth = 0
  for (let at = offset; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    if (depth === 0) return true
  }
  return false
}

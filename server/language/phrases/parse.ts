import { measureNode, type Extent } from './extent.ts'
import { phraseScanner, type PhraseScanner } from './scanner.ts'
import {
  SLOT_NAMES,
  type Phrase,
  type PhraseFault,
  type PhraseLists,
  type PhraseNode,
  type PhraseResult,
} from './tree.ts'
import { readPattern } from './word-pattern.ts'

const MAX_WORDS = 24
/** Words that may lie in all gaps of a phrase together. */
const MAX_GAP_WORDS = 24
/** Words and gap places in all, lists written out: what the finder has to hold. */
const MAX_SIZE = 5000
const MAX_DEPTH = 8
const MAX_GAP = 12
const DEFAULT_GAP = 3

const NO_LISTS: PhraseLists = new Map()

type Read = PhraseNode | PhraseFault

/**
 * Reads a phrase: words with one space between them, alternatives in brackets, `?` for what may be left out,
 * `...` for words between, `~word` for all forms of a word, `<name>` for a slot or a list, `<paid:amount>` for one
 * that is told under a name of its own. The finder's automaton grows with a phrase's length, never with the number of ways to say it; `MAX_SIZE` bounds it.
 */
export function parsePhrase(text: string, lists: PhraseLists = NO_LISTS): PhraseResult {
  const scanner = phraseScanner(text)
  const root = readSequence(scanner, { lists, depth: 0 })
  if ('message' in root) return { ok: false, fault: root }
  const fault = scanner.atEnd() ? sizeFault(measureNode(root)) : strayFault(scanner)
  return fault === null ? { ok: true, phrase: { text, root } } : { ok: false, fault }
}

/** A phrase that is known to be well-formed, for tables in code and in tests; throws otherwise. */
export function phraseOf(text: string, lists?: PhraseLists): Phrase {
  const parsed = parsePhrase(text, lists)
  if (!parsed.ok) throw new TypeError(`"${text}" at ${parsed.fault.offset}: ${parsed.fault.message}`)
  return parsed.phrase
}

interface Place {
  readonly lists: PhraseLists
  /** Brackets around it. */
  readonly depth: number
}

function strayFault(scanner: PhraseScanner): PhraseFault {
  return scanner.fault('the bracket closes nothing, expected "(" before it')
}

function sizeFault({ fewest, written, gaps, size }: Extent): PhraseFault | null {
  const whole = (message: string): PhraseFault => ({ offset: 0, message })
  if (fewest === 0) return whole('all of the phrase may be left out, expected a word that must be said')
  if (written > MAX_WORDS) return whole(`the phrase has ${written} words, expected at most ${MAX_WORDS}`)
  if (gaps > MAX_GAP_WORDS) {
    return whole(`the gaps have room for ${gaps} words, expected at most ${MAX_GAP_WORDS} in all`)
  }
  if (size <= MAX_SIZE) return null
  return whole(`the phrase holds ${size} words with its lists written out, expected at most ${MAX_SIZE}`)
}

/** Reads up to the end, or to the `|` or `)` that ends it within brackets. */
function readSequence(scanner: PhraseScanner, place: Place): Read {
  const of: PhraseNode[] = []
  let gap: PhraseFault | null = null
  while (!scanner.endsHere(place.depth)) {
    const spaced = of.length === 0 ? scanner.noSpace() : scanner.oneSpace()
    if (spaced !== null) return spaced
    if (scanner.endsHere(place.depth)) return scanner.endingSpace()
    const start = scanner.at()
    const node = readItem(scanner, place)
    if ('message' in node) return node
    if (node.kind === 'gap') {
      gap = { offset: start, message: 'a gap lies between two words that must be said, expected one here' }
      if (!needsWord(of.at(-1))) return gap
    } else if (needsWord(node)) gap = null
    else if (gap !== null) return gap
    of.push(node)
  }
  if (gap !== null) return gap
  const [only, ...others] = of
  if (only === undefined) return emptySequence(scanner, place)
  return others.length === 0 ? only : { kind: 'sequence', of }
}

function needsWord(node: PhraseNode | undefined): boolean {
  return node !== undefined && node.kind !== 'gap' && measureNode(node).fewest > 0
}

function emptySequence(scanner: PhraseScanner, place: Place): PhraseFault {
  if (place.depth > 0) return scanner.fault('an alternative is empty, expected a word')
  if (scanner.atEnd()) return scanner.fault('the phrase is empty, expected at least one word')
  return strayFault(scanner)
}

function readItem(scanner: PhraseScanner, place: Place): Read {
  if (scanner.peek() === '(') return optional(scanner, readGroup(scanner, place))
  if (scanner.peek() === '<') return optional(scanner, readName(scanner, place))
  const offset = scanner.at()
  const token = scanner.word(place.depth)
  if (token.startsWith('...')) return readGap(token, offset)
  const left = token.length > 1 && token.endsWith('?')
  const pattern = readPattern(left ? token.slice(0, -1) : token, offset)
  if ('message' in pattern) return pattern
  const word: PhraseNode = { kind: 'word', pattern }
  return left ? { kind: 'optional', of: word } : word
}

function optional(scanner: PhraseScanner, node: Read): Read {
  return 'message' in node || !scanner.take('?') ? node : { kind: 'optional', of: node }
}

function readGap(token: string, offset: number): Read {
  const count = token.slice(3)
  const most = count === '' ? DEFAULT_GAP : Number(count)
  if (/^\d*$/.test(count) && most >= 1 && most <= MAX_GAP) return { kind: 'gap', most }
  const message = `"${token}" is not a gap, expected "..." or "...1" to "...${MAX_GAP}"`
  return { offset, message }
}

function readGroup(scanner: PhraseScanner, { lists, depth }: Place): Read {
  const open = scanner.fault('the bracket is not closed, expected a form such as "(cancel|close)"')
  if (depth === MAX_DEPTH) return scanner.fault(`expected at most ${MAX_DEPTH} brackets within each other`)
  scanner.take('(')
  const of: PhraseNode[] = []
  do {
    const branch = readSequence(scanner, { lists, depth: depth + 1 })
    if ('message' in branch) return scanner.isClosed(open.offset) ? branch : open
    of.push(branch)
  } while (scanner.take('|'))
  if (!scanner.take(')')) return open
  const [only, ...others] = of
  return only !== undefined && others.length === 0 ? only : { kind: 'choice', of }
}

/** Names that phrases give to what they catch. */
const OWN_NAME = /^[a-z][a-z0-9-]{0,31}$/

function readName(scanner: PhraseScanner, { lists }: Place): Read {
  const { offset } = scanner.fault('')
  const written = scanner.name()
  if (written === null) return { offset, message: '"<" is not closed, expected a form such as "<number>"' }
  const colon = written.indexOf(':')
  const own = colon < 0 ? undefined : written.slice(0, colon)
  if (own !== undefined && !OWN_NAME.test(own)) {
    const message = `"${own}" is no name for what is caught, expected lower-case letters, digits and hyphens, as in "<paid:amount>"`
    return { offset, message }
  }
  const name = written.slice(colon + 1)
  const as = own === undefined || own === name ? {} : { as: own }
  const slot = SLOT_NAMES.find((known) => known === name)
  if (slot !== undefined) return { kind: 'slot', name: slot, ...as }
  const entries = lists.get(name)
  if (entries === undefined) {
    const known = [...SLOT_NAMES, ...lists.keys()].map((each) => `<${each}>`).join(', ')
    return { offset, message: `there is no list "${name}", expected one of ${known}` }
  }
  return listNode({ name, as, entries, offset })
}

/** Lists are long and used by many phrases: each is read once for each name, and its phrases share it. */
const readLists = new WeakMap<readonly string[], Map<string, PhraseNode>>()

function listNode(list: {
  readonly name: string
  readonly as: { readonly as?: string }
  readonly entries: readonly string[]
  readonly offset: number
}): Read {
  const { name, as, entries, offset } = list
  const byName = readLists.get(entries) ?? new Map<string, PhraseNode>()
  const key = `${as.as ?? ''}:${name}`
  const known = byName.get(key)
  if (known !== undefined) return known
  const of: PhraseNode[] = []
  for (const entry of entries) {
    const parsed = parsePhrase(entry)
    if (!parsed.ok) {
      return { offset, message: `the list "${name}" has the entry "${entry}": ${parsed.fault.message}` }
    }
    of.push(parsed.phrase.root)
  }
  if (of.length === 0) return { offset, message: `the list "${name}" is empty, expected at least one entry` }
  const node: PhraseNode = { kind: 'list', name, ...as, of }
  readLists.set(entries, byName.set(key, node))
  return node
}

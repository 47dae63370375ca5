import type { ByteReader } from './byte-reader.ts'
import { FIELD_AT, type FstHeader } from './fst-header.ts'
import { GraphFormatError } from './graph-format-error.ts'
import { readBitmap, type Bitmap } from './bitmap.ts'

const VERSION = 4

/**
 * A backoff language model as a trie of histories. State 0 is the empty history, its children are the histories
 * of one word, and a child of a state has one older word in front. States are numbered breadth first, so the
 * children of a state follow each other.
 */
export interface NgramTrie {
  readonly states: number
  readonly start: number
  /** The state without the oldest word, to which a state backs off; -1 for state 0. */
  readonly parent: Int32Array
  /** The oldest word of a state's history; -1 for state 0. */
  readonly oldestWord: Int32Array
  /** The children of state s are `firstChild[s]` up to before `firstChild[s + 1]`, by rising oldest word. */
  readonly firstChild: Int32Array
  /** Weight of the way to `parent`. */
  readonly backoff: Float32Array
  /** Weight of an end of the sentence after a state; infinite where it cannot end. */
  readonly final: Float32Array
  /** The words that follow state s are those from `firstNext[s]` up to before `firstNext[s + 1]`, rising. */
  readonly firstNext: Int32Array
  readonly nextWord: Int32Array
  readonly nextWeight: Float32Array
}

/**
 * Reads the body of an OpenFst file of type `ngram`: three bitmaps in LOUDS form, then words, then weights.
 * Sources: OpenFst 1.7.9, `extensions/ngram/ngram-fst.h`; Sorensen and Allauzen, "Unary data structures for
 * language models", Interspeech 2011.
 *
 * @throws GraphFormatError
 */
export function readNgramTrie(reader: ByteReader, header: FstHeader): NgramTrie {
  expectVersion(header)
  const states = reader.count('the number of states')
  const nexts = reader.count('the number of n-grams')
  const finals = reader.count('the number of final states')
  const at = reader.offset
  if (states < 2 || states !== header.states) {
    const expected = `as many states as the header says (${header.states}), at least 2`
    throw new GraphFormatError({ offset: at - 24, expected, found: String(states) })
  }
  const contextBits = readBitmap(reader, 2 * states + 1, 'the histories')
  const nextBits = readBitmap(reader, nexts + states + 1, 'the n-grams of each history')
  const finalBits = readBitmap(reader, states, 'the final states')

  const oldestWord = reader.int32Array(states + 1, 'the words of the histories').subarray(0, states)
  const wordsAt = reader.offset
  const nextWord = reader.int32Array(nexts, 'the words of the n-grams')
  const backoff = reader.float32Array(states + 1, 'the backoff weights').subarray(0, states)
  const finalWeight = reader.float32Array(finals, 'the final weights')
  const nextWeight = reader.float32Array(nexts, 'the weights of the n-grams')
  // OpenFst keeps room for one weight more than it uses.
  reader.skip(4, 'the last weight')
  reader.expectEnd()

  const { parent, firstChild } = readFamilies(contextBits, states)
  const firstNext = readGroups(nextBits, states)
  expectRising(nextWord, firstNext, { wordsAt, above: 0, what: 'words that follow a history' })
  const childrenAt = wordsAt - 4 * (states + 1)
  expectRising(oldestWord, firstChild, { wordsAt: childrenAt, above: -1, what: 'words of histories' })
  const final = readFinals({ bits: finalBits, weights: finalWeight, states })
  const { start } = header
  return { states, start, parent, oldestWord, firstChild, backoff, final, firstNext, nextWord, nextWeight }
}

function expectVersion({ version, start, states }: FstHeader): void {
  if (version !== VERSION) {
    const expected = `version ${VERSION} of type ngram`
    throw new GraphFormatError({ offset: FIELD_AT.version, expected, found: String(version) })
  }
  if (start < 0 || start >= states) {
    const expected = `a start state below ${states}`
    throw new GraphFormatError({ offset: FIELD_AT.start, expected, found: String(start) })
  }
}

/** Bits `10` for what is above the root, then for each state a 1 for each child and a 0. */
function readFamilies(bits: Bitmap, states: number): Pick<NgramTrie, 'parent' | 'firstChild'> {
  const parent = new Int32Array(states).fill(-1)
  const firstChild = new Int32Array(states + 1)
  if (!bits.get(0) || bits.get(1)) throw bits.fault(0, 'the bits 1 and 0 above the root')
  let state = 0
  let child = 1
  firstChild[0] = child
  for (let index = 2; index < bits.length; index += 1) {
    if (bits.get(index)) {
      // A parent comes before its children, so that every way back ends in the root.
      if (child >= states || state >= child) throw bits.fault(index, `${states} histories in order`)
      parent[child] = state
      child += 1
    } else {
      state += 1
      if (state > states) throw bits.fault(index, `${states} histories`)
      firstChild[state] = child
    }
  }
  if (state !== states || child !== states) throw bits.fault(bits.length - 1, `${states} histories`)
  return { parent, firstChild }
}

/** A 0, then for each state a 1 for each word and a 0: where the words of each state begin. */
function readGroups(bits: Bitmap, states: number): Int32Array {
  const first = new Int32Array(states + 1)
  if (bits.get(0)) throw bits.fault(0, 'a 0 before the first history')
  let state = 0
  let words = 0
  for (let index = 1; index < bits.length; index += 1) {
    if (bits.get(index)) {
      words += 1
      continue
    }
    state += 1
    if (state > states) throw bits.fault(index, `${states} histories`)
    first[state] = words
  }
  if (state !== states) throw bits.fault(bits.length - 1, `${states} histories`)
  return first
}

function readFinals(options: { bits: Bitmap; weights: Float32Array; states: number }): Float32Array {
  const { bits, weights, states } = options
  const final = new Float32Array(states).fill(Infinity)
  let rank = 0
  for (let state = 0; state < states; state += 1) {
    if (!bits.get(state)) continue
    final[state] = weights[rank] ?? Infinity
    rank += 1
  }
  if (rank !== weights.length) throw bits.fault(states - 1, `${weights.length} final states`)
  return final
}

/** Words of a group must rise: the library finds them by halving. */
function expectRising(
  words: Int32Array,
  first: Int32Array,
  { wordsAt, above, what }: { wordsAt: number; above: number; what: string },
): void {
  for (let group = 0; group + 1 < first.length; group += 1) {
    let before = above
    for (let index = first[group] ?? 0; index < (first[group + 1] ?? 0); index += 1) {
      const word = words[index] ?? -1
      if (word <= before) {
        const expected = `${what} in rising order, more than ${before}`
        throw new GraphFormatError({ offset: wordsAt + 4 * index, expected, found: String(word) })
      }
      before = word
    }
  }
}

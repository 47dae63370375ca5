import { freezeNet, slotUse, type Automaton } from './automaton.ts'
import { mostWords } from './extent.ts'
import { createHearing, type Heard, type Hearing } from './hearing.ts'
import { buildNet, type Mark } from './net.ts'
import { createPlainWalk, type PlainWalk } from './plain-walk.ts'
import type { Phrase } from './tree.ts'
import { createWalk, type Walk } from './walk.ts'

/** A phrase to find, and how well it must be heard. */
export interface FinderEntry {
  readonly phrase: Phrase
  /** Words that sound like the phrase's count too. */
  readonly soundsAlike: boolean
  /** Lowest score of a hit, 0 to 1; of interest only where words may sound alike. */
  readonly minScore: number
}

/** Where a slot or a named list of the phrase was found. */
export interface SlotHit {
  /** The one that the phrase gives it, else that of its kind or list. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** A phrase found in a row of words: `phrase` is its index in the list given, `from` to before `to` its words. */
export interface PhraseHit {
  readonly phrase: number
  readonly from: number
  readonly to: number
  /** 1: the phrase's own words. */
  readonly score: number
  /** In order; left out when the phrase has none. */
  readonly slots?: readonly SlotHit[]
}

/** Finds all phrases of all rules in a row of words at once. */
export interface PhraseFinder {
  /** Words of the longest way to say a phrase. */
  readonly longest: number
  /** Every occurrence, also those that overlap, ordered by start, then by length, then by phrase. */
  find(words: readonly string[]): readonly PhraseHit[]
}

const NO_HITS: readonly PhraseHit[] = []

export interface FinderOptions {
  /**
   * Keeps what rows of words lead to, which is quickest for phrases with beginnings of their own; true by default.
   * Many phrases that begin with the same common words and go on through gaps lead to more than can be kept: those
   * are found sooner state by state.
   */
  readonly bundles?: boolean
}

/**
 * Builds one automaton over the words of all phrases. A word of the call costs one look-up, and more only where a
 * phrase begins with it; where none does, nothing is made that would have to be collected.
 */
export function createPhraseFinder(
  entries: readonly FinderEntry[],
  { bundles = true }: FinderOptions = {},
): PhraseFinder {
  const net = buildNet(entries)
  const automaton = freezeNet(net)
  const hearing = createHearing({
    labels: net.labels,
    begins: automaton.begins,
    ...slotUse(automaton),
  })
  const search = new Search({ entries, automaton, hearing, marks: net.marks, bundles })
  const longest = entries.reduce((most, { phrase, soundsAlike }) => {
    // Where words may sound alike, each may have been heard as two.
    return Math.max(most, mostWords(phrase) * (soundsAlike ? 2 : 1))
  }, 0)
  return { longest, find: (words) => search.find(words) }
}

interface SearchParts {
  readonly entries: readonly FinderEntry[]
  readonly automaton: Automaton
  readonly hearing: Hearing
  readonly marks: ReadonlyMap<number, Mark>
  readonly bundles: boolean
}

/** Scores are sums of rounded parts: what misses the limit by less than this meets it. */
const ROUNDING = 1e-9

class Search {
  readonly #parts: SearchParts
  readonly #plain: PlainWalk | null
  readonly #walk: Walk
  readonly #heard: Heard[] = []
  readonly #pairs: (Heard | null)[] = []
  readonly #row: { words: readonly string[]; readonly heard: Heard[]; readonly pairs: (Heard | null)[] }
  #hits: PhraseHit[] = []
  #start = 0

  constructor(parts: SearchParts) {
    this.#parts = parts
    this.#plain = parts.bundles
      ? createPlainWalk(parts.automaton, (state) => parts.marks.get(state)?.kind === 'closes')
      : null
    this.#walk = createWalk(parts.automaton)
    this.#row = { words: [], heard: this.#heard, pairs: this.#pairs }
  }

  find(words: readonly string[]): readonly PhraseHit[] {
    this.#hear(words)
    this.#row.words = words
    for (let start = 0; start < words.length; start += 1) {
      if (this.#heard[start]?.begins !== true && this.#pairs[start]?.begins !== true) continue
      this.#start = start
      const before = this.#hits.length
      if (this.#plain?.from(this.#row, start, this.#takePlain) === true) continue
      this.#hits.length = before
      this.#walk.from(this.#row, start, this.#takeEnds)
    }
    const hits = this.#hits
    if (hits.length === 0) return NO_HITS
    this.#hits = []
    return hits.sort(byPlace)
  }

  #hear(words: readonly string[]): void {
    const { hearing } = this.#parts
    for (let at = 0; at < words.length; at += 1) this.#heard[at] = hearing.word(words[at] ?? '')
    if (!hearing.soundsAlike) return
    for (let at = 0; at < words.length; at += 1) {
      const next = words[at + 1]
      this.#pairs[at] =
        next !== undefined && this.#heard[at]?.splits === true ? hearing.pair(words[at] ?? '', next) : null
    }
  }

  readonly #takePlain = (phrases: readonly number[], to: number): void => {
    for (const phrase of phrases) this.#hits.push({ phrase, from: this.#start, to, score: 1 })
  }

  readonly #takeEnds = (phrases: readonly number[], to: number, step: number): void => {
    const score = this.#walk.scoreOf(step)
    for (const phrase of phrases) {
      const entry = this.#parts.entries[phrase]
      if (entry === undefined || (entry.soundsAlike && score + ROUNDING < entry.minScore)) continue
      const slots = this.#slotsOf(step)
      const hit = { phrase, from: this.#start, to, score }
      this.#hits.push(slots.length === 0 ? hit : { ...hit, slots })
    }
  }

  /** Goes back from a step and gathers what has a name. */
  #slotsOf(last: number): readonly SlotHit[] {
    const { marks } = this.#parts
    if (marks.size === 0) return NO_SLOTS
    const slots: SlotHit[] = []
    let to = -1
    for (let step = last; step >= 0; step = this.#walk.before(step)) {
      const mark = marks.get(this.#walk.stateOf(step))
      if (mark === undefined) continue
      if (mark.kind === 'closes') to = this.#walk.placeOf(step)
      else slots.unshift({ name: mark.name, from: this.#walk.placeOf(step), to })
    }
    return slots
  }
}

const NO_SLOTS: readonly SlotHit[] = []

function byPlace(a: PhraseHit, b: PhraseHit): number {
  return a.from - b.from || a.to - b.to || a.phrase - b.phrase
}

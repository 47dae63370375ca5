import { CONTRAST, DEGREE_REACH, NEGATED, NEGATION_REACH } from './modifiers.ts'
import { plainValence } from './plain.ts'
import { type Entry } from './vocabulary.ts'

/** A word or a phrase that says something about mood, with what the words before it make of it. */
export interface Unit {
  /** Words from `from` up to, not including, `to`; a negator or a degree word that it heeds belongs to it. */
  readonly from: number
  readonly to: number
  /** On the lexicon's scale, and beyond it where degree words strengthen. */
  valence: number
  /** Sum of its words, each read by itself; what the phrase weighs where none of its words has a mood. */
  plain: number
}

export interface Reading {
  readonly units: readonly Unit[]
  /** Places of the negators that no unit heeds, without "no". */
  readonly idleNegators: readonly number[]
  /** Places of each "no" that no unit heeds and that is not an answer. */
  readonly refusals: readonly number[]
}

type Entries = readonly (Entry | undefined)[]

interface Found {
  readonly to: number
  readonly weight: number
}

/**
 * Reads a row of words from left to right. The longest phrase at a place goes before its words. A negation or a
 * degree word reaches a few words on, not into the next clause, and is used up by the first unit that heeds it.
 */
export function readUnits(entries: Entries): Reading {
  const reader = new Reader(entries)
  let at = 0
  while (at < entries.length) at = reader.read(at)
  return reader
}

class Reader implements Reading {
  readonly units: Unit[] = []
  readonly idleNegators: number[] = []
  readonly refusals: number[] = []
  readonly #entries: Entries
  /** Place of the last negator, -1 when none reaches on. */
  #negator = -1
  /** Place of the last degree word, -1 when none reaches on. */
  #degree = -1
  #factor = 1

  constructor(entries: Entries) {
    this.#entries = entries
  }

  /** Takes what begins at this place; returns the place after it. */
  read(at: number): number {
    const entry = this.#entries[at]
    if (entry === undefined) return at + 1
    if (entry.modifier?.kind === 'clause') this.#endClause()
    const found = this.#find(at, entry)
    if (found === null) {
      this.#modify(at, entry)
      return at + 1
    }
    if (found.weight !== 0) this.#take(at, found)
    return found.to
  }

  #find(at: number, entry: Entry): Found | null {
    const phrase = entry.phrases === null ? null : longestPhrase(this.#entries, at)
    if (phrase !== null) return phrase
    // "fucking great", "pretty cool": before a word with a mood of its own it only strengthens or weakens.
    const isDegree = entry.modifier?.kind === 'degree' && hasMood(this.#entries[at + 1])
    return entry.valence === 0 || isDegree ? null : { to: at + 1, weight: entry.valence }
  }

  #take(at: number, { to, weight }: Found): void {
    const negator = this.#negator >= 0 && at <= this.#negator + NEGATION_REACH ? this.#negator : null
    const degree = this.#degree >= 0 && at <= this.#degree + DEGREE_REACH ? this.#degree : null
    let valence = degree === null ? weight : weight * this.#factor
    if (negator !== null) {
      valence *= valence > 0 ? NEGATED.positive : NEGATED.negative
      for (const idle of [this.idleNegators, this.refusals]) if (idle.at(-1) === negator) idle.pop()
    }
    const plain = plainValence(this.#entries, { from: at, to, weight })
    this.units.push({ from: negator ?? degree ?? at, to, valence, plain })
    this.#endClause()
  }

  #modify(at: number, { modifier }: Entry): void {
    switch (modifier?.kind) {
      case 'negator':
        this.#negator = at
        this.idleNegators.push(at)
        return
      case 'refusal':
        this.#negator = at
        if (!this.#isAnswer(at)) this.refusals.push(at)
        return
      case 'degree':
        this.#degree = at
        this.#factor = modifier.factor
        return
      case 'contrast':
        this.#endClause()
        for (const unit of this.units) {
          unit.valence *= CONTRAST.before
          unit.plain *= CONTRAST.before
        }
        return
      case 'clause':
      case undefined:
    }
  }

  /** "no", "no that's all": an answer, which says nothing about mood. */
  #isAnswer(at: number): boolean {
    if (at > 0) return false
    const next = this.#entries[1]
    return this.#entries.length === 1 || next?.modifier?.kind === 'clause' || next?.followsAnswer === true
  }

  #endClause(): void {
    this.#negator = -1
    this.#degree = -1
  }
}

function hasMood(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.valence !== 0
}

/** The longest phrase that begins at this place, null when none does. */
export function longestPhrase(entries: Entries, from: number): Found | null {
  let node = entries[from]?.phrases ?? null
  let found: Found | null = null
  for (let to = from + 1; node !== null; to += 1) {
    if (node.weight !== null) found = { to, weight: node.weight }
    const next = entries[to]
    node = next === undefined ? null : (node.next.get(next.id) ?? null)
  }
  return found
}

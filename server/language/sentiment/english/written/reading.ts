import { DEGREE_REACH, NEGATED, NEGATION_REACH } from '../modifiers.ts'
import { longestPhrase } from '../units.ts'
import { type Entry } from '../vocabulary.ts'
import { type Token } from './tokens.ts'
import { type WrittenEntry, type WrittenVocabulary } from './vocabulary.ts'

/** A word, a face or a phrase that says something about mood, in two readings. */
export interface WrittenUnit {
  /** Tokens from `from` up to, not including, `to`; a negator or a degree word that it heeds belongs to it. */
  readonly from: number
  readonly to: number
  /** The longest phrase, within its clause; a negation is used up by the first unit that heeds it. */
  valence: number
  /** Its words one by one; what the phrase weighs where none of its words has a mood. */
  plain: number
}

export interface WrittenReading {
  readonly units: readonly WrittenUnit[]
  /** Places of the negators that no unit heeds. */
  readonly idleNegators: readonly number[]
}

/** How much of what went before a "but" still counts. */
const BEFORE_BUT = 0.5
/** Capitals add this to a word, on the lexicon's scale. */
const SHOUTED = 0.6
/** What a "no" right before a word or a phrase makes of it. */
const DENIED = -0.75
/** "never been so happy", "haven't had such fun": these negate nothing where one of SUPERLATIVE follows. */
const EVER_BEFORE = new Set(['never', "haven't", 'havent', "hasn't", 'hasnt', "hadn't", 'hadnt'])
const SUPERLATIVE = new Set(['so', 'this', 'such'])
const DIGIT_FIRST = /^\d/

/** Reads the tokens of a text from left to right, as `readUnits` reads spoken words. */
export function readWritten(tokens: readonly Token[], vocabulary: WrittenVocabulary): WrittenReading {
  const reader = new WrittenReader(tokens, vocabulary)
  let at = 0
  while (at < tokens.length) at = reader.read(at)
  return reader
}

class WrittenReader implements WrittenReading {
  readonly units: WrittenUnit[] = []
  readonly idleNegators: number[] = []
  readonly #tokens: readonly Token[]
  readonly #known: readonly (WrittenEntry | undefined)[]
  readonly #entries: readonly (Entry | undefined)[]
  /** Place of the last negator and of the last degree word, -1 when none reaches on. */
  #negator = -1
  #degree = -1
  #factor = 1

  constructor(tokens: readonly Token[], vocabulary: WrittenVocabulary) {
    this.#tokens = tokens
    this.#known = tokens.map(({ word }) => vocabulary.of(word))
    this.#entries = this.#known.map((known) => known?.entry)
  }

  /** Takes what begins at this place; returns the place after it. */
  read(at: number): number {
    const entry = this.#entries[at]
    let next = at + 1
    if (entry !== undefined) {
      if (entry.modifier?.kind === 'clause') this.#endClause()
      const found = this.#find(at, entry)
      if (found === null) this.#modify(at, entry)
      else {
        if (found.weight !== 0) this.#take(at, found)
        next = found.to
      }
    }
    if (this.#tokens[next - 1]?.endsClause === true) this.#endClause()
    return next
  }

  #find(at: number, entry: Entry): { readonly to: number; readonly weight: number } | null {
    const phrase = entry.phrases === null ? null : longestPhrase(this.#entries, at)
    if (phrase !== null) return phrase
    if (this.#isNo(at) && (this.#tokens.length === 1 || this.#isNumber(at + 1))) return null
    const beforeMood = (this.#entries[at + 1]?.valence ?? 0) !== 0 && !this.#isNo(at + 1)
    const modifies = entry.modifier?.kind === 'degree' || (this.#isNo(at) && !this.#endsClause(at))
    return entry.valence === 0 || (beforeMood && modifies) ? null : { to: at + 1, weight: entry.valence }
  }

  #take(at: number, { to, weight }: { readonly to: number; readonly weight: number }): void {
    const steady = to === at + 1 && this.#known[at]?.steady === true
    const unit = { from: at, to, valence: weight, plain: this.#plain(at, to, weight) }
    if (steady) {
      this.units.push(unit)
      return
    }
    if (this.#degree >= 0 && at <= this.#degree + DEGREE_REACH) {
      unit.valence *= this.#factor
      unit.from = this.#degree
    }
    if (
      this.#negator >= 0 &&
      at <= this.#negator + NEGATION_REACH &&
      !this.#isSuperlative(this.#negator, at)
    ) {
      unit.valence *= unit.valence > 0 ? NEGATED.positive : NEGATED.negative
      unit.from = this.#negator
      if (this.idleNegators.at(-1) === this.#negator) this.idleNegators.pop()
    }
    if (this.#isDenied(at)) {
      unit.valence *= DENIED
      unit.from = at - 1
    }
    if (this.#tokens.slice(at, to).some(({ shouted }) => shouted)) {
      unit.valence += SHOUTED * Math.sign(unit.valence)
      unit.plain += SHOUTED * Math.sign(unit.plain)
    }
    this.units.push(unit)
    this.#endClause()
  }

  #plain(from: number, to: number, weight: number): number {
    let sum = 0
    let speaks = false
    for (let at = from; at < to; at += 1) {
      const valence = this.#isNo(at) && to > from + 1 ? 0 : (this.#entries[at]?.valence ?? 0)
      if (valence === 0) continue
      speaks = true
      sum += this.#modified(at, valence)
    }
    return speaks ? sum : this.#modified(from, weight)
  }

  /** With every modifier in the words before, wherever clauses end. */
  #modified(at: number, weight: number): number {
    if (weight === 0 || this.#known[at]?.steady === true) return weight
    let valence = this.#isDenied(at) ? weight * DENIED : weight
    for (let back = 1; back <= NEGATION_REACH && back <= at; back += 1) {
      const modifier = this.#entries[at - back]?.modifier
      if (modifier?.kind === 'negator') {
        if (!this.#isSuperlative(at - back, at)) valence *= valence > 0 ? NEGATED.positive : NEGATED.negative
      } else if (modifier?.kind === 'degree' && back <= DEGREE_REACH) valence *= modifier.factor
    }
    return valence
  }

  #modify(at: number, { modifier }: Entry): void {
    switch (modifier?.kind) {
      case 'negator':
        this.#negator = at
        this.idleNegators.push(at)
        return
      case 'degree':
        this.#degree = at
        this.#factor = modifier.factor
        return
      case 'contrast':
        this.#endClause()
        for (const unit of this.units) {
          unit.valence *= BEFORE_BUT
          unit.plain *= BEFORE_BUT
        }
        return
      case 'refusal':
      case 'clause':
      case undefined:
    }
  }

  #isNo(at: number): boolean {
    return this.#tokens[at]?.word === 'no'
  }

  /** "account no 1234": the "no" before a number is one. */
  #isNumber(at: number): boolean {
    return DIGIT_FIRST.test(this.#tokens[at]?.word ?? '')
  }

  #isDenied(at: number): boolean {
    return this.#isNo(at - 1) && !this.#endsClause(at - 1)
  }

  #endsClause(at: number): boolean {
    return this.#tokens[at]?.endsClause === true
  }

  #isSuperlative(negator: number, at: number): boolean {
    if (at - 1 <= negator || !EVER_BEFORE.has(this.#tokens[negator]?.word ?? '')) return false
    return SUPERLATIVE.has(this.#tokens[at - 1]?.word ?? '')
  }

  #endClause(): void {
    this.#negator = -1
    this.#degree = -1
  }
}

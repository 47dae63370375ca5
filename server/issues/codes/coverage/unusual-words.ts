import { wordsWithKeys } from '../../../language/content-words.ts'
import { generalShare } from '../../../language/general-words.ts'

/** A word, or two words near each other, and how many of the texts have it. */
export interface UnusualWords {
  readonly words: string
  /** Of the texts, 0 to 1. */
  readonly share: number
}

export interface TextGroups {
  /** The texts of each contact that is asked about. */
  readonly texts: readonly (readonly string[])[]
  /** Those of the contacts that they are held against. */
  readonly others: readonly (readonly string[])[]
}

const MOST = 20
/** Of what tells most, so many are looked at for what tells the same. */
const SHORT_LIST = 300
/** Words that fewer contacts have are chance. */
const LEAST_CONTACTS = 4
const LEAST_SHARE = 0.002
/** Standard deviations above what is usual. */
const LEAST_EXCESS = 3
/** Words that may lie within one pair: a word and the four after it. */
const WINDOW = 5
/** What a long contact says later is more and more about itself. */
const MOST_WORDS = 120
/** What has fewer contacts of its own, beside those that were told of, tells the same. */
const LEAST_FRESH = 0.33
/** What is added to counts of words that are nobody's habit, so that none is infinitely unusual (Jeffreys). */
const LEAST_PRIOR = 0.5
/** How often others use a word that they have not been heard to use. */
const UNHEARD = 0.02
/** The share of general talk that a word has which may be a subject, and that a pair of such words has. */
const RARE = { word: 2e-5, pair: 2e-6 }
const MASK = '#num'

interface Candidate {
  readonly keys: readonly string[]
  readonly count: number
  /** By how many nats it is likelier in a contact that is asked about. */
  readonly excess: number
}

/**
 * What texts talk of more than others and than people in general do: words, and pairs of words that are together more
 * often than their single words suggest. What is likelier than usual is told by log-odds with an informative Dirichlet
 * prior, which is general talk (Monroe, Colaresi and Quinn, "Fightin' words", Political Analysis 16, 2008). First what tells most of what none
 * before it told.
 */
export function unusualWords({ texts, others }: TextGroups): readonly UnusualWords[] {
  const contacts = texts.map(wordsOf)
  const candidates = candidatesIn(contacts, others.map(wordsOf))
  const chosen = choose(candidates, contacts)
  const spelling = spellingsIn(texts, new Set(chosen.flatMap(({ keys }) => keys)))
  return chosen.map(({ keys, count }) => ({
    words: asSaid(keys, contacts).map(spelling).join(' + '),
    share: count / contacts.length,
  }))
}

type Keys = readonly string[]

/** Words and pairs that are there beyond chance; what people say of anything is no subject, alone or in a pair. */
function candidatesIn(contacts: readonly Keys[], others: readonly Keys[]): readonly Candidate[] {
  const of = contacts.length
  const least = Math.max(LEAST_CONTACTS, LEAST_SHARE * of)
  const words = countIn(contacts, (keys) => keys)
  for (const [word, count] of words) if (count < least) words.delete(word)
  const pairsOf = (keys: Keys): Keys => nearPairs(keys.filter((key) => words.has(key)))
  const wordOdds = new LogOdds(
    words,
    countIn(others, (keys) => keys),
    (key) => Math.max(RARE.word, generalShare(key)),
  )
  const pairs = countIn(contacts, pairsOf)
  const pairOdds = new LogOdds(pairs, countIn(others, pairsOf), () => RARE.pair)
  const candidates: Candidate[] = []
  for (const [key, count] of words) {
    const excess = wordOdds.excess(key)
    if (excess > 0 && !isGeneral(key)) candidates.push({ keys: [key], count, excess })
  }
  for (const [pair, count] of pairs) {
    const keys = pair.split(' ')
    const [one = 0, other = 0] = keys.map((word) => words.get(word) ?? 0)
    if (count < least || keys.every(isGeneral) || !isBeyondChance(count, { one, other, of })) continue
    const excess = pairOdds.excess(pair)
    if (excess > 0) candidates.push({ keys, count, excess })
  }
  return candidates
}

function isGeneral(key: string): boolean {
  return generalShare(key) > 0 || key.length === 1
}

/** Whether two words are in more contacts together than they would be if they had nothing to do with each other. */
function isBeyondChance(
  count: number,
  { one, other, of }: { readonly one: number; readonly other: number; readonly of: number },
): boolean {
  const expected = (one * other) / of
  return count - expected > LEAST_EXCESS * Math.sqrt(expected)
}

/** How much likelier something is in the contacts that are asked about than in others and in general talk. */
class LogOdds {
  readonly #counts: ReadonlyMap<string, number>
  readonly #others: ReadonlyMap<string, number>
  readonly #generalShare: (key: string) => number
  readonly #of: { readonly counts: number; readonly others: number }

  constructor(
    counts: ReadonlyMap<string, number>,
    others: ReadonlyMap<string, number>,
    generalShareOf: (key: string) => number,
  ) {
    this.#counts = counts
    this.#others = others
    this.#generalShare = generalShareOf
    this.#of = { counts: sumOf(counts), others: sumOf(others) }
  }

  /** Nats; 0 for what may be chance. General talk weighs as much as all that was said. */
  excess(key: string): number {
    const { counts: of, others: ofOthers } = this.#of
    const [seen, other] = [this.#counts.get(key) ?? 0, this.#others.get(key) ?? 0]
    const general = this.#generalShare(key)
    if (!isBeyond({ seen, of }, general, 0)) return 0
    const usual = (other + UNHEARD) / (ofOthers + 1)
    if (ofOthers > 0 && !isBeyond({ seen, of }, usual, of / (ofOthers + 1))) return 0
    const weight = of + ofOthers
    const prior = weight * general + LEAST_PRIOR
    return logOdds(seen + prior, of + weight) - logOdds(other + prior, ofOthers + weight)
  }
}

/** Whether there is more of it than chance allows; `unsure`: how few others the usual share was counted of. */
function isBeyond(
  { seen, of }: { readonly seen: number; readonly of: number },
  usual: number,
  unsure: number,
): boolean {
  return seen - of * usual > LEAST_EXCESS * Math.sqrt(of * usual * (1 + unsure))
}

function logOdds(count: number, of: number): number {
  return Math.log(count / (of - count))
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const count of counts.values()) sum += count
  return sum
}

/** One after the other what tells most of the contacts that none before it is of. */
function choose(candidates: readonly Candidate[], contacts: readonly Keys[]): readonly Candidate[] {
  const best = candidates
    .toSorted((a, b) => b.count * weightOf(b) - a.count * weightOf(a))
    .slice(0, SHORT_LIST)
  const members = membersOf(best, contacts)
  const told = new Set<number>()
  const left = new Set(best)
  const chosen: Candidate[] = []
  while (chosen.length < MOST) {
    let next: Candidate | null = null
    let most = 0
    for (const candidate of left) {
      const own = members.get(candidate) ?? new Set<number>()
      const fresh = own.difference(told).size
      if (fresh < LEAST_FRESH * own.size) left.delete(candidate)
      const worth = fresh * weightOf(candidate)
      if (worth > most && left.has(candidate)) [next, most] = [candidate, worth]
    }
    if (next === null) break
    chosen.push(next)
    left.delete(next)
    for (const contact of members.get(next) ?? []) told.add(contact)
  }
  return chosen
}

/** What is twice as unusual is worth nearly three times the contacts: of a broad word and a telling pair, the pair. */
function weightOf({ excess }: Candidate): number {
  return excess ** 1.5
}

/** The words of a pair in the order in which they are said more often. */
function asSaid(keys: Keys, contacts: readonly Keys[]): Keys {
  const [one = '', other = ''] = keys
  if (keys.length < 2) return keys
  let ahead = 0
  for (const contact of contacts) {
    const [first, second] = [contact.indexOf(one), contact.indexOf(other)]
    if (first !== -1 && second !== -1) ahead += first < second ? 1 : -1
  }
  return ahead < 0 ? [other, one] : keys
}

/** Which contacts have each candidate. */
function membersOf(
  candidates: readonly Candidate[],
  contacts: readonly Keys[],
): ReadonlyMap<Candidate, ReadonlySet<number>> {
  const byFirst = Map.groupBy(candidates, ({ keys }) => keys[0] ?? '')
  const members = new Map(candidates.map((candidate) => [candidate, new Set<number>()]))
  for (const [index, keys] of contacts.entries()) {
    const own = new Set(keys)
    for (const key of own) {
      for (const candidate of byFirst.get(key) ?? []) {
        if (candidate.keys.every((each) => own.has(each))) members.get(candidate)?.add(index)
      }
    }
  }
  return members
}

/** Keys of the content words of a contact, in order. */
function wordsOf(texts: readonly string[]): Keys {
  const keys = texts.flatMap((text) => wordsWithKeys(text).map(({ key }) => key))
  return keys.filter((key) => key !== MASK).slice(0, MOST_WORDS)
}

function nearPairs(keys: Keys): Keys {
  return keys.flatMap((key, at) =>
    keys
      .slice(Math.max(0, at - WINDOW + 1), at)
      .filter((other) => other !== key)
      .map((other) => (other < key ? `${other} ${key}` : `${key} ${other}`)),
  )
}

/** In how many contacts each is. */
function countIn(contacts: readonly Keys[], partsOf: (keys: Keys) => Keys): Map<string, number> {
  const counts = new Map<string, number>()
  for (const keys of contacts) {
    for (const part of new Set(partsOf(keys))) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  return counts
}

/** How each key is written most often. */
function spellingsIn(
  texts: readonly (readonly string[])[],
  keys: ReadonlySet<string>,
): (key: string) => string {
  const counts = new Map<string, Map<string, number>>()
  for (const { word, key } of texts.flat().flatMap(wordsWithKeys)) {
    if (!keys.has(key)) continue
    const spellings = counts.get(key) ?? new Map<string, number>()
    counts.set(key, spellings.set(word, (spellings.get(word) ?? 0) + 1))
  }
  return (key) => {
    const [most] = [...(counts.get(key) ?? [])].toSorted(([, a], [, b]) => b - a)
    return most?.[0] ?? key
  }
}

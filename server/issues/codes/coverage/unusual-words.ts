import { wordsWithKeys } from '../../../language/content-words.ts'

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
/** Of what is most surprising, so many are looked at for what tells the same. */
const SHORT_LIST = 200
/** Words that fewer contacts have are chance. */
const LEAST_CONTACTS = 3
const LEAST_SHARE = 0.002
/** Standard deviations above what is usual. */
const LEAST_EXCESS = 3
/** Share of a word that others have not been heard to use, while there are none. */
const PRIOR_SHARE = 0.02
/** Words that may lie within one pair: a word and the four after it. */
const WINDOW = 5
/** What a long contact says later is more and more about itself. */
const MOST_WORDS = 120
/** Two tell the same when so many of the contacts of one have the other. */
const SAME = 0.5
const MASK = '#num'

interface Candidate {
  readonly keys: readonly string[]
  readonly count: number
  /** How much more there is than others have, over all its contacts. */
  readonly surprise: number
}

/**
 * What texts talk of beyond what is usual: words that others use less, and pairs of words that are together more
 * often than their single words suggest. Most frequent first.
 */
export function unusualWords({ texts, others }: TextGroups): readonly UnusualWords[] {
  const contacts = texts.map(wordsOf)
  const candidates = candidatesIn(contacts, others.map(wordsOf))
  const chosen = choose(candidates, contacts)
  const spelling = spellingsIn(texts, new Set(chosen.flatMap(({ keys }) => keys)))
  return chosen
    .toSorted((a, b) => b.count - a.count)
    .map(({ keys, count }) => ({ words: keys.map(spelling).join(' + '), share: count / contacts.length }))
}

type Keys = readonly string[]

/** Words and pairs that are there beyond chance; a word that mostly comes in one pair is left to the pair. */
function candidatesIn(contacts: readonly Keys[], others: readonly Keys[]): readonly Candidate[] {
  const of = contacts.length
  const least = Math.max(LEAST_CONTACTS, LEAST_SHARE * of)
  const words = countIn(contacts, (keys) => keys)
  for (const [word, count] of words) if (count < least) words.delete(word)
  const pairsOf = (keys: Keys): Keys => nearPairs(keys.filter((key) => words.has(key)))
  const usual = { words: countIn(others, (keys) => keys), pairs: countIn(others, pairsOf) }
  const candidates: Candidate[] = []
  const toldByPair = new Map<string, number>()
  for (const [pair, count] of countIn(contacts, pairsOf)) {
    const keys = pair.split(' ')
    const [one = 0, other = 0] = keys.map((word) => words.get(word) ?? 0)
    const byChance = { count: (one * other) / of, of }
    const surprise = surpriseOf({ count, of }, { count: usual.pairs.get(pair) ?? 0, of: others.length })
    if (count < least || surprise === 0 || !isBeyond({ count, of }, byChance)) continue
    candidates.push({ keys, count, surprise })
    for (const key of keys) toldByPair.set(key, Math.max(count, toldByPair.get(key) ?? 0))
  }
  for (const [key, count] of words) {
    const surprise = surpriseOf({ count, of }, { count: usual.words.get(key) ?? 0, of: others.length })
    const isTold = (toldByPair.get(key) ?? 0) >= SAME * count
    if (surprise > 0 && !isTold) candidates.push({ keys: [key], count, surprise })
  }
  return candidates
}

interface Counted {
  readonly count: number
  readonly of: number
}

function usualShare({ count, of }: Counted): number {
  return (count + PRIOR_SHARE) / (of + 1)
}

/** Nats by which the count speaks against the usual share; 0 for what may be chance. */
function surpriseOf(seen: Counted, usual: Counted): number {
  return isBeyond(seen, usual) ? seen.count * Math.log(seen.count / seen.of / usualShare(usual)) : 0
}

/** Whether there is more of it than chance allows, where what is usual has been counted, too. */
function isBeyond({ count, of }: Counted, usual: Counted): boolean {
  const share = usualShare(usual)
  const variance = of * share * (1 - share) * (1 + of / (usual.of + 1))
  return count - of * share > LEAST_EXCESS * Math.sqrt(variance)
}

/** The most surprising ones, each of contacts that none before it is of. */
function choose(candidates: readonly Candidate[], contacts: readonly Keys[]): readonly Candidate[] {
  const best = candidates.toSorted((a, b) => b.surprise - a.surprise).slice(0, SHORT_LIST)
  const members = membersOf(best, contacts)
  const chosen: Candidate[] = []
  for (const candidate of best) {
    if (chosen.length === MOST) break
    const own = members.get(candidate) ?? new Set<number>()
    const isTold = chosen.some((other) => {
      const theirs = members.get(other) ?? new Set<number>()
      return own.intersection(theirs).size >= SAME * Math.max(own.size, theirs.size)
    })
    if (!isTold) chosen.push(candidate)
  }
  return chosen
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

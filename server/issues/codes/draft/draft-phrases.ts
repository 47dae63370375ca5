import { contentWords } from '../../../language/content-words.ts'
import { createPhraseFinder } from '../../../language/phrases/finder.ts'
import { parsePhrase, type Phrase } from '../../../language/phrases/phrase.ts'
import { writtenWords } from '../../../language/written-words.ts'

export interface PhraseWish {
  /** What the contacts have in common: words, or pairs such as "transfer + declined". */
  readonly features: readonly string[]
  /** What customers said who are meant. */
  readonly quotes: readonly string[]
  /** What customers said who are not. */
  readonly quiet: readonly string[]
}

export interface DraftPhrases {
  readonly phrases: readonly Phrase[]
  /** Quotes that they find, in the order given. */
  readonly found: readonly string[]
}

const MOST_PHRASES = 8
/** Words from the first of a pair to its second. */
const WINDOW = 6
const LEAST_GAP = 2
const MOST_GAP = 5
/** A pair that the detection found counts as much as so many more quotes. */
const FEATURE_WEIGHT = 0.5
const MASK = '#num'

interface Candidate {
  readonly phrase: Phrase
  readonly isFeature: boolean
  readonly quotes: Set<number>
}

/**
 * Phrases of two words each that find as many of the quotes as can be, and none of the quiet texts: first those that
 * find most and that the detection found, too.
 */
export function draftPhrases({ features, quotes, quiet }: PhraseWish): DraftPhrases {
  const candidates = candidatesOf(quotes, new Set(features.map(featureKey)))
  const quietHits = phrasesIn(candidates, quiet)
  const able = candidates.filter((candidate) => !quietHits.some((hits) => hits.has(candidate)))
  for (const [index, hits] of phrasesIn(able, quotes).entries())
    for (const each of hits) each.quotes.add(index)
  const chosen: Candidate[] = []
  const covered = new Set<number>()
  while (chosen.length < MOST_PHRASES) {
    const best = bestOf(able, covered)
    if (best === null) break
    chosen.push(best)
    for (const index of best.quotes) covered.add(index)
  }
  return {
    phrases: chosen.map(({ phrase }) => phrase),
    found: quotes.filter((_quote, index) => covered.has(index)),
  }
}

/** The one that adds most; null when none adds a quote. */
function bestOf(candidates: readonly Candidate[], covered: ReadonlySet<number>): Candidate | null {
  let best: Candidate | null = null
  let most = 0
  for (const candidate of candidates) {
    const added = [...candidate.quotes].filter((index) => !covered.has(index)).length
    if (added === 0) continue
    const worth = added + (candidate.isFeature ? FEATURE_WEIGHT : 0)
    if (worth > most) [best, most] = [candidate, worth]
  }
  return best
}

interface Pair {
  readonly one: string
  readonly other: string
  readonly isFeature: boolean
  /** Most words between the two in a quote. */
  between: number
}

/** Every two content words near each other in a quote, in their order there. */
function candidatesOf(quotes: readonly string[], features: ReadonlySet<string>): readonly Candidate[] {
  const pairs = new Map<string, Pair>()
  for (const { words } of quotes.flatMap(writtenWords)) {
    const keyed = words.map((word) => ({ word, key: contentWords(word)[0] ?? '' }))
    for (const [at, first] of keyed.entries()) {
      if (!isContent(first.key)) continue
      for (const [ahead, second] of keyed.slice(at + 1, at + WINDOW).entries()) {
        if (!isContent(second.key) || second.key === first.key) continue
        const id = `${first.key} ${second.key}`
        const isFeature = features.has(pairKey([first.key, second.key]))
        const pair = pairs.get(id) ?? { one: first.word, other: second.word, isFeature, between: 0 }
        pairs.set(id, pair)
        pair.between = Math.max(pair.between, ahead)
      }
    }
  }
  return [...pairs.values()].flatMap(({ one, other, isFeature, between }) => {
    const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, between))
    const parsed = parsePhrase(`${anyForm(one)} ...${gap} ${anyForm(other)}`)
    return parsed.ok ? [{ phrase: parsed.phrase, isFeature, quotes: new Set<number>() }] : []
  })
}

function isContent(key: string): boolean {
  return key !== '' && key !== MASK
}

/** `~word` where English has forms of it; short words and those with an apostrophe are themselves. */
function anyForm(word: string): string {
  const stemmed = `~${word}`
  return word.length >= 4 && !word.includes("'") && parsePhrase(stemmed).ok ? stemmed : word
}

/** The same for "transfer + declined" and "declines + transfers"; a single word is paired with nothing. */
function featureKey(feature: string): string {
  return pairKey(contentWords(feature))
}

function pairKey(keys: readonly string[]): string {
  return keys.toSorted().join(' ')
}

/** For each text, the candidates whose phrase is in it. */
function phrasesIn(
  candidates: readonly Candidate[],
  texts: readonly string[],
): readonly ReadonlySet<Candidate>[] {
  const finder = createPhraseFinder(
    candidates.map(({ phrase }) => ({ phrase, soundsAlike: false, minScore: 0 })),
  )
  return texts.map((text) => {
    const hits = writtenWords(text).flatMap(({ words }) => finder.find(words))
    return new Set(hits.flatMap(({ phrase }) => candidates[phrase] ?? []))
  })
}

import { contentWords } from '../../language/content-words.ts'
import { hashPair, hashText } from './hash.ts'

/** Words that may lie within one pair: a word and the four after it. */
const WINDOW_WORDS = 5
/** A long call is known by how it begins; what comes later is more and more about itself. */
const MOST_FEATURES = 120

const remembered = new Map<string, number>()
const REMEMBERED = 50_000

/** A stem's number is even, a pair's odd. */
function stemFeature(word: string): number {
  const known = remembered.get(word)
  if (known !== undefined) return known
  if (remembered.size >= REMEMBERED) remembered.clear()
  const feature = (hashText(word) & ~1) >>> 0
  remembered.set(word, feature)
  return feature
}

export function isPair(feature: number): boolean {
  return (feature & 1) === 1
}

/** One number for two words near each other, in whichever order they came. */
function pairFeature(one: number, other: number): number {
  return (hashPair(one, other) | 1) >>> 0
}

/**
 * What a customer's words are known by: every content word, and every two of them within five, in any order. Pairs
 * survive what a recogniser and a paraphrase do to a phrase; a run of words does not. Each feature is there once.
 */
export function featuresOf(texts: readonly string[], ignored: ReadonlySet<number>): Uint32Array {
  const features = new Set<number>()
  for (const text of texts) {
    const words = contentWords(text).map(stemFeature)
    for (let at = 0; at < words.length && features.size < MOST_FEATURES; at += 1) {
      const word = words[at] ?? 0
      if (!ignored.has(word)) features.add(word)
      for (let before = Math.max(0, at - WINDOW_WORDS + 1); before < at; before += 1) {
        const other = words[before] ?? 0
        if (other === word) continue
        const pair = pairFeature(other, word)
        if (!ignored.has(pair)) features.add(pair)
      }
    }
  }
  return Uint32Array.from(features)
}

/** Features of scripted sentences; only pairs, because a script's single words are everybody's. */
export function scriptFeatures(scripts: readonly string[]): ReadonlySet<number> {
  return new Set(scripts.flatMap((script) => [...featuresOf([script], new Set())].filter(isPair)))
}

/** How a feature reads, from a text that holds it: "transfer" or "transfer + declined"; null when it does not. */
export function featureText(
  feature: number,
  words: readonly { readonly word: string; readonly key: string }[],
): string | null {
  if (!isPair(feature)) return words.find(({ key }) => stemFeature(key) === feature)?.word ?? null
  for (let at = 0; at < words.length; at += 1) {
    for (let before = Math.max(0, at - WINDOW_WORDS + 1); before < at; before += 1) {
      const [one, other] = [words[before], words[at]]
      if (one === undefined || other === undefined) continue
      if (pairFeature(stemFeature(one.key), stemFeature(other.key)) === feature)
        return `${one.word} + ${other.word}`
    }
  }
  return null
}

import { compareWords, mostAlike, spokenWord, type SpokenWord } from './similarity.ts'
import { nearKeys, soundKey } from './sound-key.ts'

/** A word of a phrase is not taken for another below this, however well the rest of the phrase is heard. */
export const WORD_FLOOR = 0.7

/**
 * Two words said as one must sound the same: otherwise "renewing" would pass for "not renewing", and "moment" for
 * "a moment", in a phrase whose other words are heard well.
 */
export const JOIN_FLOOR = 0.95

/** What is left of the score when two words were heard as one, or one as two. */
export const JOIN_SCORE = 0.95

export interface SoundMatch {
  /** Place in the list of words. */
  readonly index: number
  readonly score: number
}

/** Words arranged by their sound, so that a heard word is compared with few of them. */
export interface SoundIndex {
  /** The words that sound like this one at least so much, in the order of the list. */
  find(word: string, atLeast: number): readonly SoundMatch[]
  /** Whether some word begins like this one and goes on: only then `findPair` finds anything. */
  mayBegin(first: string): boolean
  /** The words that two heard words are together, unless one of the two is as good alone. */
  findPair(first: string, second: string): readonly SoundMatch[]
}

export function createSoundIndex(words: readonly string[]): SoundIndex {
  const spoken = words.map(spokenWord)
  const byText = groupBy(spoken, ({ text }) => [text])
  const byKey = groupBy(spoken, (word) => (isComparable(word) ? nearKeys(soundKey(word.phones)) : []))
  const beginnings = new Set(spoken.flatMap(beginningsOf))
  const find = (word: string, atLeast: number): readonly SoundMatch[] => {
    const heard = spokenWord(word)
    const candidates = new Set(byText.get(word))
    if (isComparable(heard)) {
      for (const key of nearKeys(soundKey(heard.phones)))
        for (const at of byKey.get(key) ?? []) candidates.add(at)
    }
    return [...candidates]
      .toSorted((a, b) => a - b)
      .map((index) => ({ index, score: scoreOf(heard, spoken[index], atLeast) }))
      .filter(({ score }) => score > 0 && score >= atLeast)
  }
  return {
    find,
    mayBegin: (first) => beginnings.has(first) || beginnings.has(soundBeginning(spokenWord(first))),
    findPair(first, second) {
      const together = find(first + second, JOIN_FLOOR)
      if (together.length === 0) return together
      const alone = [...find(first, WORD_FLOOR), ...find(second, WORD_FLOOR)]
      const heard = spokenWord(first)
      return together
        .map(({ index, score }) => ({ index, score: score * JOIN_SCORE }))
        .filter(({ index, score }) => {
          const word = spoken[index]
          if (word === undefined || !isBeginning(heard, word)) return false
          // "cancel a" is "cancel" and another word, not "cancel" in two pieces.
          return !alone.some((match) => match.index === index && match.score >= score)
        })
    },
  }
}

function isComparable({ codes }: SpokenWord): boolean {
  return codes.length > 0
}

/** 0 where the lengths alone say that the words are not alike enough. */
function scoreOf(heard: SpokenWord, word: SpokenWord | undefined, atLeast: number): number {
  return word === undefined || mostAlike(heard, word) < atLeast ? 0 : compareWords(heard, word)
}

/** Whether a word is the first part of another, by its letters or by its sound. */
function isBeginning(first: SpokenWord, word: SpokenWord): boolean {
  return beginningsOf(word).some(
    (beginning) => beginning === first.text || beginning === soundBeginning(first),
  )
}

function beginningsOf(word: SpokenWord): readonly string[] {
  if (!isComparable(word)) return []
  return [...prefixesOf(word.text).slice(0, -1), ...prefixesOf(soundBeginning(word))]
}

function prefixesOf(text: string): readonly string[] {
  return Array.from({ length: text.length }, (_, length) => text.slice(0, length + 1))
}

const VOWEL_FIRST = /^[iIeEaAOoUuV@3YWX]/

/** The sound key with a sign before it that says whether a vowel comes first; no word is written so. */
function soundBeginning({ phones }: SpokenWord): string {
  return phones === '' ? '' : `${VOWEL_FIRST.test(phones) ? '+' : '='}${soundKey(phones)}`
}

function groupBy<T>(
  items: readonly T[],
  keysOf: (item: T) => Iterable<string>,
): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>()
  items.forEach((item, index) => {
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [index])
      else group.push(index)
    }
  })
  return groups
}

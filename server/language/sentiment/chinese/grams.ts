/** Characters in the longest gram. */
export const LONGEST_GRAM = 3

const HAN = /\p{Script=Han}/u

/** A row of words as one row of Chinese characters; anything else is left out. */
export interface Characters {
  readonly characters: readonly string[]
  /** For each character the index of its word. */
  readonly wordOf: readonly number[]
}

export function gramsOf(words: readonly string[]): Characters {
  const characters: string[] = []
  const wordOf: number[] = []
  for (const [index, word] of words.entries()) {
    for (const character of word) {
      if (!HAN.test(character)) continue
      characters.push(character)
      wordOf.push(index)
    }
  }
  return { characters, wordOf }
}

/** Reads rows of a weight, a length, and the grams of that length one after another without a space. */
export function readGrams(text: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const row of text.split('\n')) {
    const [weight, length, run] = row.split(' ')
    if (run === undefined) continue
    const characters = Array.from(run)
    for (let from = 0; from < characters.length; from += Number(length)) {
      weights.set(characters.slice(from, from + Number(length)).join(''), Number(weight))
    }
  }
  return weights
}

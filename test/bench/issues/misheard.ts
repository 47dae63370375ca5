import type { Chance } from './chance.ts'

/** How words go wrong, as shares of the words. */
interface Mishearing {
  readonly swapped: number
  readonly lost: number
  readonly added: number
}

/** Telephone speech through a recogniser, and text as people type it. */
const SPOKEN: Mishearing = { swapped: 0.13, lost: 0.03, added: 0.03 }
const TYPED: Mishearing = { swapped: 0.013, lost: 0.003, added: 0.004 }
const SPOKEN_SHARE = 0.7

/** A question as it reaches the detector: lower case, no punctuation, some words wrong. */
export function mishear(chance: Chance, text: string, vocabulary: readonly string[]): string {
  const { swapped, lost, added } = chance.share() < SPOKEN_SHARE ? SPOKEN : TYPED
  const heard: string[] = []
  for (const word of wordsOf(text)) {
    const dice = chance.share()
    if (dice < swapped) heard.push(chance.pick(vocabulary))
    else if (dice >= swapped + lost) heard.push(word)
    if (chance.share() < added) heard.push(chance.pick(vocabulary))
  }
  return heard.join(' ')
}

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
}

import { createSoundIndex, type SoundIndex } from './sound-index.ts'

/** A word with how much it sounds like the one that was asked about, 0 to 1. */
export interface SoundAlike {
  readonly word: string
  readonly score: number
}

/** Lists that are asked more than once are arranged once. */
const indexes = new WeakMap<readonly string[], SoundIndex>()

/** Those of `candidates` that sound like a word at least so much, best first. The list must not change. */
export function soundsAlike(
  word: string,
  candidates: readonly string[],
  atLeast: number,
): readonly SoundAlike[] {
  const index = indexes.get(candidates) ?? createSoundIndex(candidates)
  indexes.set(candidates, index)
  return index
    .find(word, atLeast)
    .map(({ index: at, score }) => ({ word: candidates[at] ?? '', score }))
    .toSorted((a, b) => b.score - a.score)
}

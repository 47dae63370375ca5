import { alignWords } from '../../../server/asr/word-alignment.ts'
import type { WordDelays } from './play-plan.ts'

/** A rule of the default kind fires on words that have stayed for so long. */
export const SETTLED_MS = 300

/** A hypothesis as it left the process. */
export interface SeenHypothesis {
  readonly wallMs: number
  readonly words: readonly { readonly text: string; readonly stayedMs: number }[]
}

interface FinalUtterance {
  readonly hypotheses: readonly SeenHypothesis[]
  /** Ends are positions in the call. */
  readonly words: readonly { readonly text: string; readonly endMs: number }[]
  /** Wall time of the call's first sample; the call was played at real time. */
  readonly startedAt: number
  /** Words that end before are left out. */
  readonly warmMs: number
}

/**
 * When each word of a final was first seen in a hypothesis, and when first in one that it had stayed in. A
 * hypothesis has a word of the final when the two align on it, whatever else differs.
 */
export function wordDelays({ hypotheses, words, startedAt, warmMs }: FinalUtterance): WordDelays {
  const texts = words.map(({ text }) => text)
  const first = new Map<number, number>()
  const settled = new Map<number, number>()
  for (const { wallMs, words: seen } of hypotheses) {
    const pairs = alignWords(
      seen.map(({ text }) => text),
      texts,
    )
    pairs.forEach((pair, index) => {
      if (pair?.same !== true) return
      if (!first.has(index)) first.set(index, wallMs)
      const stayedMs = seen[pair.index]?.stayedMs ?? 0
      if (stayedMs >= SETTLED_MS && !settled.has(index)) settled.set(index, wallMs)
    })
  }
  const counted = words.flatMap(({ endMs }, index) => (endMs >= warmMs ? [{ endMs, index }] : []))
  const delays = (seen: ReadonlyMap<number, number>): readonly number[] =>
    counted.flatMap(({ endMs, index }) => {
      const wallMs = seen.get(index)
      return wallMs === undefined ? [] : [wallMs - startedAt - endMs]
    })
  return { words: counted.length, firstMs: delays(first), settledMs: delays(settled) }
}

export function joinDelays(parts: readonly WordDelays[]): WordDelays {
  return {
    words: parts.reduce((sum, { words }) => sum + words, 0),
    firstMs: parts.flatMap(({ firstMs }) => firstMs),
    settledMs: parts.flatMap(({ settledMs }) => settledMs),
  }
}

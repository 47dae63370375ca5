import type { CallMs } from '../../contracts/time.ts'
import { callMs } from '../../contracts/time.ts'
import type { Utterance } from '../../contracts/transcript.ts'
import type { Tail, TailWord } from './call-state.ts'

/** A pause longer than this ends a phrase. */
const ADJOINING_MS = 2000

const NO_WORDS: readonly TailWord[] = []

/** The words before this utterance that a phrase may have begun with. */
export function adjoiningWords(tail: Tail | undefined, startMs: CallMs): readonly TailWord[] {
  return tail !== undefined && startMs - tail.endMs <= ADJOINING_MS ? tail.words : NO_WORDS
}

export interface NextTailOptions {
  readonly tail: Tail | undefined
  /** `adjoiningWords` of the utterance. */
  readonly before: readonly TailWord[]
  readonly final: Utterance
  /** By position in `before` followed by the utterance's words. */
  readonly usedBy: ReadonlyMap<number, readonly string[]>
  /** Words to keep: one less than the longest phrase has. */
  readonly keep: number
}

/** The tail after a final. An empty final says nothing and leaves the tail as it was. */
export function nextTail(options: NextTailOptions): Tail | undefined {
  const { tail, before, final, usedBy, keep } = options
  if (final.words.length === 0) return tail
  const row = [...before.map(({ word }) => word), ...final.words]
  const words = row.map((word, index) => ({
    word,
    usedBy: [...new Set([...(before[index]?.usedBy ?? []), ...(usedBy.get(index) ?? [])])],
  }))
  const endMs = callMs(Math.max(final.endMs, final.words.at(-1)?.endMs ?? 0))
  return { words: keep === 0 ? [] : words.slice(-keep), endMs }
}

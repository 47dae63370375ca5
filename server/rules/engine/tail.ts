import type { Party } from '../../contracts/call.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { CallState, Tail, TailWord } from './call-state.ts'

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
  /** Those words followed by the utterance's. */
  readonly row: readonly Word[]
  readonly final: Utterance
  /** By position in the row. */
  readonly usedBy: ReadonlyMap<number, readonly string[]>
  readonly keep: number
}

/** The tail after a final. An empty final says nothing and leaves the tail as it was. */
export function nextTail(options: NextTailOptions): Tail | undefined {
  const { tail, before, row, final, usedBy, keep } = options
  if (final.words.length === 0) return tail
  const words: TailWord[] = []
  for (let at = Math.max(0, row.length - keep); at < row.length; at += 1) {
    const word = row[at]
    if (word === undefined) continue
    const earlier = before[at]?.usedBy ?? []
    const now = usedBy.get(at)
    words.push({ word, usedBy: now === undefined ? earlier : [...new Set([...earlier, ...now])] })
  }
  return { words, endMs: callMs(Math.max(final.endMs, final.words.at(-1)?.endMs ?? 0)) }
}

/** Forgets words on which no utterance can follow any more. */
export function withoutOldTails(
  tails: CallState['tails'],
  certainMs: Readonly<Record<Party, number>>,
): CallState['tails'] {
  let kept = tails
  for (const party of ['agent', 'customer'] as const) {
    const tail = tails[party]
    if (tail === undefined || certainMs[party] <= tail.endMs + ADJOINING_MS) continue
    const { [party]: _, ...others } = kept
    kept = others
  }
  return kept
}

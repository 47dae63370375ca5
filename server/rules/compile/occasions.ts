import type { CaughtSlot } from '../../contracts/match.ts'
import type { CallMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'

/** One phrase of a node was found in the words of an utterance (or across its border with the one before). */
export interface NodeHit {
  /** As written in the rule. */
  readonly phrase: string
  readonly words: readonly Word[]
  /** Positions of its words in the row that was searched: `from` to before `to`. */
  readonly from: number
  readonly to: number
  readonly startMs: CallMs
  readonly endMs: CallMs
  /** The least time that any of its words has stayed; words of an earlier final do not count. */
  readonly stayedMs: number
  readonly confidence: number | null
  readonly score: number
  /** Values caught, by their places in `words`; absent when there are none. */
  readonly slots?: readonly CaughtSlot[]
}

/**
 * Groups hits of one node, given by start, into occasions, by start: hits that share a word are one time that it
 * was said, however many phrases fit, so that no word counts twice.
 */
export function occasionsOf(hits: readonly NodeHit[]): readonly (readonly NodeHit[])[] {
  const occasions: { to: number; readonly hits: NodeHit[] }[] = []
  for (const hit of hits) {
    const last = occasions.at(-1)
    if (last !== undefined && hit.from < last.to) {
      last.hits.push(hit)
      last.to = Math.max(last.to, hit.to)
    } else {
      occasions.push({ to: hit.to, hits: [hit] })
    }
  }
  return occasions.map((occasion) => occasion.hits)
}

/** The hit that says most: the longest, of equals the one that fits best, of those the first. */
export function bestHit(hits: readonly NodeHit[]): NodeHit | undefined {
  let best: NodeHit | undefined
  for (const hit of hits) {
    if (best === undefined || lengthOf(hit) > lengthOf(best)) best = hit
    else if (lengthOf(hit) === lengthOf(best) && hit.score > best.score) best = hit
  }
  return best
}

function lengthOf(hit: NodeHit): number {
  return hit.to - hit.from
}

/** Whether so few words lie between them, and none belongs to both. */
export function isNear(hit: NodeHit, other: NodeHit, words: number): boolean {
  const between = hit.to <= other.from ? other.from - hit.to : hit.from - other.to
  return between >= 0 && between <= words
}

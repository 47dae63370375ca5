/** Where a word stood before: `same` when it is the same word, else it took the place of another. */
export interface WordPair {
  readonly index: number
  readonly same: boolean
}

/**
 * Aligns two versions of a sentence by their longest common subsequence. For each word of `after`: its
 * place in `before`, or null when it is an insertion. Words that replace as many others, between two
 * common words, are paired in order.
 */
export function alignWords(
  before: readonly string[],
  after: readonly string[],
): readonly (WordPair | null)[] {
  const pairs: (WordPair | null)[] = after.map(() => null)
  const common = commonWords(before, after)
  let old = 0
  let fresh = 0
  for (const anchor of [...common, { old: before.length, fresh: after.length }]) {
    if (anchor.old - old === anchor.fresh - fresh) {
      for (let step = 0; fresh + step < anchor.fresh; step += 1) {
        pairs[fresh + step] = { index: old + step, same: false }
      }
    }
    if (anchor.fresh < after.length) pairs[anchor.fresh] = { index: anchor.old, same: true }
    old = anchor.old + 1
    fresh = anchor.fresh + 1
  }
  return pairs
}

interface CommonWord {
  readonly old: number
  readonly fresh: number
}

/** A longest common subsequence, the earliest of several, so that a repeated word keeps its first place. */
function commonWords(before: readonly string[], after: readonly string[]): CommonWord[] {
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  const at = (old: number, fresh: number): number => lengths[old * width + fresh] ?? 0
  for (let old = before.length - 1; old >= 0; old -= 1) {
    for (let fresh = after.length - 1; fresh >= 0; fresh -= 1) {
      lengths[old * width + fresh] =
        before[old] === after[fresh]
          ? at(old + 1, fresh + 1) + 1
          : Math.max(at(old + 1, fresh), at(old, fresh + 1))
    }
  }
  const common: CommonWord[] = []
  for (let old = 0, fresh = 0; old < before.length && fresh < after.length;) {
    if (before[old] === after[fresh]) {
      common.push({ old, fresh })
      old += 1
      fresh += 1
    } else if (at(old + 1, fresh) >= at(old, fresh + 1)) old += 1
    else fresh += 1
  }
  return common
}

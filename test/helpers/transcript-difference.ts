/** A word with its place in the call. */
export interface PlacedWord {
  readonly text: string
  readonly startMs: number
  readonly endMs: number
}

/** A stretch where two transcripts of the same audio differ. */
export interface Difference {
  readonly fromMs: number
  readonly toMs: number
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

/** Where `other` differs from `whole`: what lies between the words of their longest common subsequence. */
export function differences(
  whole: readonly PlacedWord[],
  other: readonly PlacedWord[],
): readonly Difference[] {
  const found: Difference[] = []
  const common = [...commonWords(whole, other), [whole.length, other.length] as const]
  let [wholeFrom, otherFrom] = [0, 0]
  for (const [wholeAt, otherAt] of common) {
    const missing = whole.slice(wholeFrom, wholeAt)
    const extra = other.slice(otherFrom, otherAt)
    const words = [...missing, ...extra]
    if (words.length > 0) {
      found.push({
        fromMs: Math.min(...words.map(({ startMs }) => startMs)),
        toMs: Math.max(...words.map(({ endMs }) => endMs)),
        missing: missing.map(({ text }) => text),
        extra: extra.map(({ text }) => text),
      })
    }
    wholeFrom = wholeAt + 1
    otherFrom = otherAt + 1
  }
  return found
}

/** How many words one has to touch to turn one transcript into the other. */
export function wordsTouched(found: readonly Difference[]): number {
  return found.reduce((sum, { missing, extra }) => sum + Math.max(missing.length, extra.length), 0)
}

function commonWords(
  a: readonly PlacedWord[],
  b: readonly PlacedWord[],
): readonly (readonly [number, number])[] {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const same = a[i]?.text === b[j]?.text
      lengths[i * width + j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]?.text === b[j]?.text) {
      pairs.push([i, j])
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}

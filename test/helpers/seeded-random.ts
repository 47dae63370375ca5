/** A repeatable source of numbers in [0, 1): a xorshift generator of 32 bits (Marsaglia, 2003). */
export function seededRandom(seed: number): () => number {
  let state = seed * 2654435761 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

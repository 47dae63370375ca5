/**
 * A bounded memory of what was worked out for a text: what was asked for lately stays. Two halves take turns;
 * when the young one is full, it becomes the old one and what the old one held is forgotten.
 */
export interface Recent<T> {
  get(key: string): T | undefined
  set(key: string, value: T): T
}

/** @param capacity Entries at most. */
export function createRecent<T>(capacity: number): Recent<T> {
  const half = Math.max(1, capacity >> 1)
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  const set = (key: string, value: T): T => {
    if (young.size >= half) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
  return {
    get(key) {
      const found = young.get(key)
      if (found !== undefined) return found
      const aged = old.get(key)
      return aged === undefined ? undefined : set(key, aged)
    },
    set,
  }
}

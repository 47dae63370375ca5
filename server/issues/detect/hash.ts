/** FNV-1a of 32 bits over UTF-16 units, with a final mix so that all bits are usable. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return mix(hash)
}

/** One number for two hashes, whichever comes first. */
export function hashPair(one: number, other: number): number {
  const low = one < other ? one : other
  const high = one < other ? other : one
  return mix(Math.imul(low, 0x9e3779b1) ^ ((high << 13) | (high >>> 19)) ^ 0x5bd1e995)
}

/** One number for a feature at an hour of the day. */
export function hashHour(feature: number, hour: number): number {
  return mix(feature ^ Math.imul(hour + 1, 0x9e3779b1))
}

/** A key of 53 bits: among a million people two share one with a chance of one in ten thousand. */
export function hashPerson(text: string): number {
  const low = hashText(text)
  const high = mix(hashText(`${text}\u0000`) ^ 0x27d4eb2f)
  return (high & 0x1fffff) * 2 ** 32 + low
}

/** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
export function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

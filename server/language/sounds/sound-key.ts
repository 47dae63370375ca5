/** Phones that are taken for each other most, by class; vowels and what is easily dropped have none. */
const CLASSES: Readonly<Record<string, string>> = {
  ...classOf('P', 'pb'),
  ...classOf('F', 'fv'),
  ...classOf('T', 'tdTD'),
  ...classOf('S', 'szSZCJ'),
  ...classOf('K', 'kg'),
  ...classOf('N', 'mnN'),
  ...classOf('L', 'lr'),
  ...classOf('W', 'w'),
}

/** The consonants of a word by class, repeats once: words that sound alike have keys that differ little. */
export function soundKey(phones: string): string {
  let key = ''
  for (const phone of phones) {
    const sign = CLASSES[phone]
    if (sign !== undefined && sign !== key.at(-1)) key += sign
  }
  return key
}

/** A key of fewer signs says too little to leave one out. */
const FEWEST_SIGNS = 3

/** The key and what is left of it when one sign is dropped. Keys about one edit apart have one of these in common. */
export function nearKeys(key: string): ReadonlySet<string> {
  const near = new Set([key])
  if (key.length < FEWEST_SIGNS) return near
  for (let at = 0; at < key.length; at += 1) near.add(key.slice(0, at) + key.slice(at + 1))
  return near
}

function classOf(sign: string, phones: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(phones, (phone) => [phone, sign]))
}

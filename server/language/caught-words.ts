import type { Evidence } from '../contracts/match.ts'

/**
 * What the phrases of a rule caught, by name, as it was said: what decided comes before what held beside it. Words
 * that are masked in the evidence are masked here.
 */
export function caughtWords(evidence: Evidence): ReadonlyMap<string, string> {
  const caught = new Map<string, string>()
  for (const { words, slots = [] } of [evidence, ...evidence.others]) {
    for (const { name, from, to } of slots) {
      const texts = words.slice(from, to).map(({ text }) => text)
      if (!caught.has(name)) caught.set(name, texts.join(' '))
    }
  }
  return caught
}

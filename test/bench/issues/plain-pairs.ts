import { wordsOf } from './misheard.ts'

/** Days that are remembered: what is older would not fit anyway. */
const STOP = new Set([
  'the',
  'a',
  'i',
  'my',
  'to',
  'is',
  'it',
  'for',
  'and',
  'of',
  'in',
  'on',
  'do',
  'how',
  'you',
  'me',
])
const WINDOW_WORDS = 5

/**
 * What one writes first: all words and pairs in one exact map for the past and one for each tick of the last three
 * hours, keyed by text; all codes counted in a map and looked at in each tick.
 */
export class PlainPairs {
  readonly #past = new Map<string, number>()
  readonly #codes = new Map<string, number>()
  #ticks: Map<string, Set<string>>[] = [new Map()]
  #found = 0

  get features(): number {
    return this.#past.size
  }

  get found(): number {
    return this.#found
  }

  observe(id: string, text: string, codes: readonly string[]): void {
    const tick = this.#ticks.at(-1)
    for (const code of codes) this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1)
    for (const feature of featuresOf(text)) {
      const people = tick?.get(feature) ?? new Set()
      people.add(id)
      tick?.set(feature, people)
    }
  }

  close(): void {
    for (const [feature, people] of this.#ticks.at(-1) ?? []) {
      let seen = 0
      for (const tick of this.#ticks) seen += tick.get(feature)?.size ?? 0
      if (seen >= 3 && people.size > 0 && seen > 10 * ((this.#past.get(feature) ?? 0) + 1)) this.#found += 1
    }
    if (this.#ticks.length >= 36) {
      for (const [feature, people] of this.#ticks.shift() ?? []) {
        this.#past.set(feature, (this.#past.get(feature) ?? 0) + people.size)
      }
    }
    this.#ticks.push(new Map())
  }
}

function featuresOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text).filter((word) => !STOP.has(word))
  const features = new Set(words)
  words.forEach((word, at) => {
    for (const other of words.slice(Math.max(0, at - WINDOW_WORDS + 1), at)) {
      features.add(word < other ? `${word} ${other}` : `${other} ${word}`)
    }
  })
  return features
}

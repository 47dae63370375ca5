import { createSoundIndex, type SoundIndex } from '../language/sounds/sound-index.ts'

const MOST = 3

/** Letters that may differ; of short words fewer, else everything is near. */
const FARTHEST = 2
const SHORT = 5

/** Letters of each part that a word may be two words of. */
const LEAST_PART = 3

/** Words that sound less like another are no help to somebody who looks for it. */
const LEAST_ALIKE = 0.85

/**
 * Finds words of a vocabulary that are nearly another: the two words that it is written together from
 * ("anydesk": "any desk"), then those that differ in the fewest letters, then those that sound like it. What was
 * found is remembered; how a large vocabulary sounds is worked out once, in seconds, when somebody first needs it.
 */
export function nearWordsIn(vocabulary: ReadonlySet<string>): (word: string) => readonly string[] {
  const found = new Map<string, readonly string[]>()
  const words = [...vocabulary]
  let index: SoundIndex | null = null
  const sounding = (word: string): readonly string[] => {
    index ??= createSoundIndex(words)
    const matches = index.find(word, LEAST_ALIKE).toSorted((one, other) => other.score - one.score)
    return matches.flatMap((match) => words[match.index] ?? [])
  }
  return (word) => {
    const known = found.get(word)
    if (known !== undefined) return known
    const spelled = [...apart(word, vocabulary), ...alike(word, vocabulary)]
    const all = spelled.length < MOST ? [...spelled, ...sounding(word)] : spelled
    const near = [...new Set(all)].slice(0, MOST)
    found.set(word, near)
    return near
  }
}

function apart(word: string, vocabulary: ReadonlySet<string>): readonly string[] {
  const hyphens = word.split('-')
  if (hyphens.length > 1) return hyphens.every((part) => vocabulary.has(part)) ? [hyphens.join(' ')] : []
  const parts: string[] = []
  for (let at = LEAST_PART; at <= word.length - LEAST_PART; at += 1) {
    const [first, second] = [word.slice(0, at), word.slice(at)]
    if (vocabulary.has(first) && vocabulary.has(second)) parts.push(`${first} ${second}`)
  }
  return parts
}

function alike(word: string, vocabulary: ReadonlySet<string>): readonly string[] {
  const most = word.length < SHORT ? 1 : FARTHEST
  const near: { readonly each: string; readonly distance: number }[] = []
  for (const each of vocabulary) {
    if (Math.abs(each.length - word.length) > most) continue
    const distance = lettersApart(word, each, most)
    if (distance <= most) near.push({ each, distance })
  }
  return near.toSorted((one, other) => one.distance - other.distance).map(({ each }) => each)
}

/** Letters to insert, remove or replace; `most` + 1 as soon as there are more. */
function lettersApart(a: string, b: string, most: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    if (Math.min(...current) > most) return most + 1
    previous = current
  }
  return previous[b.length] ?? 0
}

import type { PhraseNode, WordPattern } from './phrase.ts'
import { fitsPattern } from './word-pattern.ts'

/** One way to say a phrase: its words, slots and gaps in a row. */
type Reading = readonly Token[]

type Token = Extract<PhraseNode, { readonly kind: 'word' | 'slot' | 'gap' }>

/** A phrase with more ways to say it is not judged. */
const MAX_READINGS = 200

/** Whether everybody who says `longer` has said `shorter`, whichever way. */
export function covers(shorter: PhraseNode, longer: PhraseNode): boolean {
  const readings = readingsOf(longer)
  return (
    readings?.every((reading) => reading.some((_, from) => ends(shorter, reading, from).length > 0)) ?? false
  )
}

/** All ways to say it; null when there are too many. */
function readingsOf(node: PhraseNode): readonly Reading[] | null {
  switch (node.kind) {
    case 'word':
    case 'slot':
    case 'gap':
      return [[node]]
    case 'optional': {
      const readings = readingsOf(node.of)
      return readings === null ? null : [[], ...readings]
    }
    case 'choice':
    case 'list':
      return bounded(node.of.map(readingsOf), (all) => all.flat())
    case 'sequence':
      return bounded(node.of.map(readingsOf), (all) => all.reduce(followedBy, [[]]))
  }
}

function bounded(
  parts: readonly (readonly Reading[] | null)[],
  join: (parts: readonly (readonly Reading[])[]) => readonly Reading[],
): readonly Reading[] | null {
  const known = parts.flatMap((part) => (part === null ? [] : [part]))
  if (known.length < parts.length) return null
  const readings = join(known)
  return readings.length > MAX_READINGS ? null : readings
}

function followedBy(before: readonly Reading[], after: readonly Reading[]): readonly Reading[] {
  // Beyond the bound more would not change the answer, only take time.
  return before.flatMap((one) => after.map((other) => [...one, ...other])).slice(0, MAX_READINGS + 1)
}

/** Where a phrase that begins at `from` in a row may end: indexes after its last word. */
function ends(node: PhraseNode, reading: Reading, from: number): readonly number[] {
  const token = reading[from]
  switch (node.kind) {
    case 'word':
      return token?.kind === 'word' && holds(node.pattern, token.pattern) ? [from + 1] : []
    case 'slot':
      return token?.kind === 'slot' && token.name === node.name ? [from + 1] : []
    case 'optional':
      return [from, ...ends(node.of, reading, from)]
    case 'choice':
    case 'list':
      return node.of.flatMap((part) => ends(part, reading, from))
    case 'sequence':
      return node.of.reduce<readonly number[]>(
        (starts, part) => [...new Set(starts.flatMap((start) => ends(part, reading, start)))],
        [from],
      )
    case 'gap':
      return reachable(reading, from, node.most)
  }
}

/** Where a gap may end: it takes words and smaller gaps, but no slot, whose length is not known. */
function reachable(reading: Reading, from: number, most: number): readonly number[] {
  const token = reading[from]
  const size = token?.kind === 'gap' ? token.most : 1
  if (token === undefined || token.kind === 'slot' || size > most) return [from]
  return [from, ...reachable(reading, from + 1, most - size)]
}

/** Whether every word that fits `inner` fits `outer`. */
function holds(outer: WordPattern, inner: WordPattern): boolean {
  if (inner.kind === 'exact') return fitsPattern(outer, inner.text)
  if (outer.kind === 'affix' && inner.kind === 'affix') {
    return inner.begins.startsWith(outer.begins) && inner.ends.endsWith(outer.ends)
  }
  return outer.kind === 'stem' && inner.kind === 'stem' && outer.stem === inner.stem
}

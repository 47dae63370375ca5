import type { WordPattern } from '../../language/phrases/phrase.ts'
import { slotEnd } from '../../language/phrases/slots/slot.ts'
import type { Likeness } from './likeness.ts'
import type { PhraseSteps } from './phrase-steps.ts'

/** Where a phrase fits a row of words best: its words `from` to before `to`. */
export interface Alignment {
  readonly from: number
  readonly to: number
  /** 0 to 1: the mean over the phrase's words and the words in between that it has not. */
  readonly similarity: number
  /** The phrase's words as they would have been said here. */
  readonly asked: string
  /** Words that are missing, are others, or are too many. */
  readonly differ: number
}

/** The best way so far to reach a state of the phrase at a place of the row. */
interface Reached {
  readonly from: number
  /** A word that is missing, another, or too many costs up to 1. */
  readonly cost: number
  /** Words of the phrase, and words too many. */
  readonly length: number
  readonly differ: number
  readonly said: Said | null
}

interface Said {
  readonly before: Said | null
  readonly text: string
}

type Move = Pick<Alignment, 'differ'> & {
  readonly cost: number
  readonly length: number
  readonly text: string
}

/** Where the words of a row come nearest to a phrase; null: not one of them is in it. */
export function alignWords(
  phrase: PhraseSteps,
  words: readonly string[],
  likeness: Likeness,
): Alignment | null {
  const grid = phrase.from.map((): (Reached | null)[] => words.map(() => null).concat(null))
  for (let state = 0; state <= phrase.end; state += 1) {
    for (let at = 0; at <= words.length; at += 1) {
      if (state === 0) reach(grid, { state, at }, { from: at, cost: 0, length: 0, differ: 0, said: null })
      const reached = grid[state]?.[at]
      if (reached !== undefined && reached !== null)
        goOn(phrase, { grid, words, likeness, state, at }, reached)
    }
  }
  return bestOf(grid[phrase.end] ?? [])
}

interface Place {
  readonly grid: (Reached | null)[][]
  readonly words: readonly string[]
  readonly likeness: Likeness
  readonly state: number
  readonly at: number
}

function goOn(phrase: PhraseSteps, place: Place, reached: Reached): void {
  const { grid, words, likeness, state, at } = place
  const word = words[at]
  const go = (to: number, until: number, move: Move): void =>
    reach(grid, { state: to, at: until }, moved(reached, move))
  const isWithin = reached.length > 0 && state !== phrase.end
  if (word !== undefined && isWithin) go(state, at + 1, { cost: 1, length: 1, differ: 1, text: '' })
  for (const step of phrase.from[state] ?? []) {
    switch (step.kind) {
      case 'skip':
        go(step.to, at, FREE)
        break
      case 'gap':
        for (let more = 0; more <= step.most && at + more <= words.length; more += 1) {
          go(step.to, at + more, { ...FREE, text: more === 0 ? '' : '…' })
        }
        break
      case 'slot': {
        const end = slotEnd(step.name, words, at)
        const text = `<${step.name}>`
        if (end > at) go(step.to, end, { ...FREE, length: 1, text: words.slice(at, end).join(' ') })
        go(step.to, at, { cost: 1, length: 1, differ: 1, text })
        break
      }
      case 'word': {
        const text = written(step.pattern)
        if (word !== undefined) {
          const alike = likeness.of(step.pattern, word)
          const differ = alike === 1 ? 0 : 1
          go(step.to, at + 1, { cost: 1 - alike, length: 1, differ, text: alike === 1 ? word : text })
        }
        go(step.to, at, { cost: 1, length: 1, differ: 1, text })
      }
    }
  }
}

const FREE: Move = { cost: 0, length: 0, differ: 0, text: '' }

function moved(reached: Reached, move: Move): Reached {
  return {
    from: reached.from,
    cost: reached.cost + move.cost,
    length: reached.length + move.length,
    differ: reached.differ + move.differ,
    said: move.text === '' ? reached.said : { before: reached.said, text: move.text },
  }
}

function reach(grid: (Reached | null)[][], to: { state: number; at: number }, reached: Reached): void {
  const row = grid[to.state]
  if (row === undefined) return
  const known = row[to.at] ?? null
  if (known === null || isBetter(reached, known)) row[to.at] = reached
}

function isBetter(one: Reached, other: Reached): boolean {
  if (one.cost !== other.cost) return one.cost < other.cost
  return one.length === other.length ? one.from > other.from : one.length > other.length
}

function bestOf(ends: readonly (Reached | null)[]): Alignment | null {
  let best: Alignment | null = null
  for (const [to, reached] of ends.entries()) {
    if (reached === null || reached.length === 0 || to === reached.from) continue
    const alike = 1 - reached.cost / reached.length
    if (alike <= 0 || (best !== null && best.similarity >= alike)) continue
    const { from, differ } = reached
    best = { from, to, similarity: alike, asked: spelt(reached.said), differ }
  }
  return best
}

function spelt(said: Said | null): string {
  const texts: string[] = []
  for (let each = said; each !== null; each = each.before) texts.unshift(each.text)
  return texts.join(' ')
}

/** How a word stands in the rule. */
function written(pattern: WordPattern): string {
  switch (pattern.kind) {
    case 'exact':
      return pattern.text
    case 'affix':
      return `${pattern.begins}*${pattern.ends}`
    case 'stem':
      return `~${pattern.stem}`
  }
}

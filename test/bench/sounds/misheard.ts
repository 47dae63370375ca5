import type { Ears } from '../room/ears.ts'
import type { ReferenceAudio } from '../play/reference-audio.ts'
import { wordsOf } from '../../helpers/word-error-rate.ts'

/** One word said and another heard in its place. */
export interface Misheard {
  readonly said: string
  readonly heard: string
}

const FRAME_MS = 20

/** What the finals say, decoded as fast as it goes. */
export async function hear(ears: Ears, { rate, samples }: ReferenceAudio): Promise<readonly string[]> {
  const listening = ears.listen('customer')
  const frame = (rate * FRAME_MS) / 1000
  for (let at = 0; at < samples.length; at += frame) {
    await listening.push({ atMs: (at * 1000) / rate, rate, samples: samples.slice(at, at + frame) })
  }
  const drafts = await listening.end()
  return wordsOf(
    drafts
      .filter(({ state }) => state === 'final')
      .map(({ text }) => text)
      .join(' '),
  )
}

/**
 * Words that stand in each other's place when what was said is laid beside what was heard with the fewest changes.
 * Of neighbours that changed together only those are taken that are as many on both sides.
 */
export function misheardWords(said: readonly string[], heard: readonly string[]): readonly Misheard[] {
  const pairs: Misheard[] = []
  let open: { said: string[]; heard: string[] } = { said: [], heard: [] }
  const close = (): void => {
    if (open.said.length === open.heard.length) {
      open.said.forEach((word, index) => pairs.push({ said: word, heard: open.heard[index] ?? '' }))
    }
    open = { said: [], heard: [] }
  }
  for (const [saidAt, heardAt] of alignment(said, heard)) {
    const same = saidAt !== null && heardAt !== null && said[saidAt] === heard[heardAt]
    if (same) close()
    else {
      if (saidAt !== null) open.said.push(said[saidAt] ?? '')
      if (heardAt !== null) open.heard.push(heard[heardAt] ?? '')
    }
  }
  close()
  return pairs
}

type Step = readonly [said: number | null, heard: number | null]

/** The cheapest way through both rows (Levenshtein distance over words). */
function alignment(said: readonly string[], heard: readonly string[]): readonly Step[] {
  const width = heard.length + 1
  const costs = new Uint32Array((said.length + 1) * width)
  const cost = (row: number, column: number): number => costs[row * width + column] ?? 0
  const change = (row: number, column: number): number => (said[row - 1] === heard[column - 1] ? 0 : 1)
  for (let row = 0; row <= said.length; row += 1) {
    for (let column = 0; column <= heard.length; column += 1) {
      costs[row * width + column] =
        row === 0 || column === 0
          ? row + column
          : Math.min(
              cost(row - 1, column - 1) + change(row, column),
              cost(row - 1, column) + 1,
              cost(row, column - 1) + 1,
            )
    }
  }
  const steps: Step[] = []
  for (let row = said.length, column = heard.length; row > 0 || column > 0;) {
    const here = cost(row, column)
    if (row > 0 && column > 0 && here === cost(row - 1, column - 1) + change(row, column)) {
      steps.push([--row, --column])
    } else if (row > 0 && here === cost(row - 1, column) + 1) steps.push([--row, null])
    else steps.push([null, --column])
  }
  return steps.toReversed()
}

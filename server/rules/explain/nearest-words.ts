import type { Party } from '../../contracts/call.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'
import type { NearestWords } from '../../contracts/explanation.ts'
import type { Word } from '../../contracts/transcript.ts'
import { alignWords, type Alignment } from './align-words.ts'
import type { Likeness } from './likeness.ts'
import { phraseSteps } from './phrase-steps.ts'
import type { SpokenRow } from './spoken-rows.ts'

export interface NearestOptions {
  readonly phrases: readonly Phrase[]
  /** Null: either. */
  readonly party: Party | null
  readonly likeness: Likeness
  /** Only what is said in this time; all of the call by default. */
  readonly fromMs?: number
  readonly toMs?: number
}

/** Less alike than this is not the phrase misheard, but something else. */
const LEAST_SIMILARITY = 0.6

/** So many words are looked at in one go, with room for the longest phrase, gaps and all, across the cut. */
const ROW_WORDS = 400
const OVERLAP_WORDS = 100

/** The words that come nearest to one of the phrases; of two that are as near, the earlier. With pauses in between. */
export function* nearestWords(
  rows: readonly SpokenRow[],
  options: NearestOptions,
): Generator<void, NearestWords | null> {
  const { phrases, party, likeness, fromMs = 0, toMs = Infinity } = options
  const ways = phrases.map((phrase) => ({ phrase, steps: phraseSteps(phrase.root) }))
  let nearest: NearestWords | null = null
  let best = LEAST_SIMILARITY
  for (const row of rows) {
    if (party !== null && row.party !== party) continue
    const spoken = row.words.filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs)
    for (const words of pieces(spoken)) {
      const texts = words.map(({ text }) => text)
      for (const { phrase, steps } of ways) {
        yield
        const found = alignWords(steps, texts, likeness)
        if (found === null || found.similarity < best) continue
        if (nearest !== null && found.similarity === best && nearest.differ <= found.differ) continue
        best = found.similarity
        nearest = toNearest(phrase, found, { party: row.party, heard: words.slice(found.from, found.to) })
      }
    }
  }
  return nearest
}

function pieces(words: readonly Word[]): readonly (readonly Word[])[] {
  const cut: (readonly Word[])[] = []
  for (let from = 0; from === 0 || from + OVERLAP_WORDS < words.length; from += ROW_WORDS) {
    cut.push(words.slice(from, from + ROW_WORDS + OVERLAP_WORDS))
  }
  return cut
}

function toNearest(
  phrase: Phrase,
  { asked, similarity, differ }: Alignment,
  { party, heard }: { readonly party: Party; readonly heard: readonly Word[] },
): NearestWords {
  return {
    heard: heard.map(({ text }) => text).join(' '),
    party,
    startMs: heard[0]?.startMs ?? 0,
    endMs: heard.at(-1)?.endMs ?? 0,
    phrase: phrase.text,
    ...{ asked, similarity: Math.round(similarity * 100) / 100, differ },
    confidence: lowest(heard.map(({ confidence }) => confidence)),
  }
}

function lowest(confidences: readonly (number | null)[]): number | null {
  const known = confidences.filter((confidence) => confidence !== null)
  return known.length === 0 ? null : Math.min(...known)
}

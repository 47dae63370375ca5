import type { Party } from '../../contracts/call.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'
import { alignWords } from './align-words.ts'
import { phraseSteps } from './phrase-steps.ts'
import type { SpokenRow } from './spoken-rows.ts'

/** What was said that comes nearest to a phrase. */
export interface NearestWords {
  readonly heard: string
  readonly party: Party
  readonly startMs: number
  readonly endMs: number
  /** As the rule has it, and its words as they would have been said here. */
  readonly phrase: string
  readonly asked: string
  /** 0 to 1, by words and by how alike they sound. */
  readonly similarity: number
  /** Words that are missing, are others, or are too many. */
  readonly differ: number
  /** Lowest of the words; null where the recogniser has given none. */
  readonly confidence: number | null
}

export interface NearestOptions {
  readonly phrases: readonly Phrase[]
  /** Null: either. */
  readonly party: Party | null
  /** Only what is said in this time; all of the call by default. */
  readonly fromMs?: number
  readonly toMs?: number
}

/** Less alike than this is not the phrase misheard, but something else. */
const LEAST_SIMILARITY = 0.6

/** The words that come nearest to one of the phrases; of two that are as near, the earlier. */
export function nearestWords(rows: readonly SpokenRow[], options: NearestOptions): NearestWords | null {
  const { phrases, party, fromMs = 0, toMs = Infinity } = options
  const steps = phrases.map(({ root }) => phraseSteps(root))
  let nearest: NearestWords | null = null
  let best = LEAST_SIMILARITY
  for (const row of rows) {
    if (party !== null && row.party !== party) continue
    const words = row.words.filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs)
    const texts = words.map(({ text }) => text)
    for (const [index, phrase] of phrases.entries()) {
      const way = steps[index]
      const found = way === undefined ? null : alignWords(way, texts)
      if (found === null || found.similarity < best) continue
      if (nearest !== null && found.similarity === best && nearest.differ <= found.differ) continue
      best = found.similarity
      const heard = words.slice(found.from, found.to)
      nearest = {
        heard: heard.map(({ text }) => text).join(' '),
        party: row.party,
        startMs: heard[0]?.startMs ?? 0,
        endMs: heard.at(-1)?.endMs ?? 0,
        phrase: phrase.text,
        ...{ asked: found.asked, similarity: Math.round(found.similarity * 100) / 100, differ: found.differ },
        confidence: lowest(heard.map(({ confidence }) => confidence)),
      }
    }
  }
  return nearest
}

function lowest(confidences: readonly (number | null)[]): number | null {
  const known = confidences.filter((confidence) => confidence !== null)
  return known.length === 0 ? null : Math.min(...known)
}

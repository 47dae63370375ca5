import { NO_SENTIMENT, scoreOf, strongestFirst, type SentimentScore } from '../score.ts'
import { partsOf } from './layer.ts'
import { LAYER } from './layer-weights.ts'
import { LEXICON } from './lexicon.ts'
import { readUnits } from './units.ts'
import { englishVocabulary, type Vocabulary } from './vocabulary.ts'

/** What adds less log-odds than this is no cause to show: it alone would move the score by 0.05. */
const WORTH_SHOWING = 0.1

let vocabulary: Vocabulary | null = null

/** The mood of a row of English words in any case, with or without punctuation. */
export function scoreEnglish(words: readonly string[]): SentimentScore {
  vocabulary ??= englishVocabulary(LEXICON)
  const entries = vocabulary.entriesOf(words)
  const parts = partsOf(readUnits(entries), entries, LAYER)
  if (parts.length === 0) return NO_SENTIMENT
  let logOdds = 0
  for (const part of parts) logOdds += part.logOdds
  const causes = parts
    .filter((part) => Math.abs(part.logOdds) >= WORTH_SHOWING)
    .map((part) => ({ from: part.from, to: part.to, weight: scoreOf(part.logOdds) }))
  return { score: scoreOf(logOdds), causes: strongestFirst(causes) }
}

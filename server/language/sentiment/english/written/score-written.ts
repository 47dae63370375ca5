import { NO_SENTIMENT, scoreOf, strongestFirst, type SentimentScore } from '../../score.ts'
import { LEXICON } from '../lexicon.ts'
import { EMOTICONS } from './emoticons.ts'
import { writtenParts } from './layer.ts'
import { WRITTEN_LAYER } from './layer-weights.ts'
import { readWritten } from './reading.ts'
import { tokensOf } from './tokens.ts'
import { WrittenVocabulary } from './vocabulary.ts'

/** What adds less log-odds than this is no cause to show: it alone would move the score by 0.05. */
const WORTH_SHOWING = 0.1

let vocabulary: WrittenVocabulary | null = null

/** The mood of an English text as people type it; causes are stretches of its characters. */
export function scoreWritten(text: string): SentimentScore {
  vocabulary ??= new WrittenVocabulary(LEXICON, EMOTICONS)
  const tokens = tokensOf(text, vocabulary)
  const parts = writtenParts(readWritten(tokens, vocabulary), tokens.length, WRITTEN_LAYER)
  if (parts.length === 0) return NO_SENTIMENT
  let logOdds = 0
  for (const part of parts) logOdds += part.logOdds
  const causes = parts
    .filter((part) => Math.abs(part.logOdds) >= WORTH_SHOWING)
    .map((part) => ({
      from: tokens[part.from]?.from ?? 0,
      to: tokens[part.to - 1]?.to ?? text.length,
      weight: scoreOf(part.logOdds),
    }))
  return { score: scoreOf(logOdds), causes: strongestFirst(causes) }
}

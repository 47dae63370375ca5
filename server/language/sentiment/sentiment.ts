import { scoreChinese } from './chinese/score-chinese.ts'
import { scoreEnglish } from './english/score-english.ts'
import { NO_SENTIMENT, type SentimentScore } from './score.ts'

type Scorer = (words: readonly string[]) => SentimentScore

const SCORERS: ReadonlyMap<string, Scorer> = new Map([
  ['en', scoreEnglish],
  ['zh', scoreChinese],
])

/** Languages that can be scored, by their primary subtag. */
export const sentimentLanguages: readonly string[] = [...SCORERS.keys()]

/** Whether a language, given by its tag ("en", "en-GB", "zh-CN"), can be scored. */
export function supported(language: string): boolean {
  return SCORERS.has(primaryOf(language))
}

/**
 * The mood of a row of words as a recogniser writes them. Of a language that is not supported, and of words that
 * show none, the score is 0 with no causes.
 */
export function scoreWords(words: readonly string[], language: string): SentimentScore {
  const scorer = SCORERS.get(primaryOf(language))
  return scorer === undefined || words.length === 0 ? NO_SENTIMENT : scorer(words)
}

function primaryOf(language: string): string {
  return (language.split(/[-_]/, 1)[0] ?? '').toLowerCase()
}

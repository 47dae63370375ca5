import { scoreChinese, scoreChineseText } from './chinese/score-chinese.ts'
import { scoreEnglish } from './english/score-english.ts'
import { scoreWritten } from './english/written/score-written.ts'
import { NO_SENTIMENT, type SentimentScore } from './score.ts'

/** How a language is read, spoken and written. */
interface Scorer {
  readonly words: (words: readonly string[]) => SentimentScore
  readonly text: (text: string) => SentimentScore
}

const SCORERS: ReadonlyMap<string, Scorer> = new Map([
  ['en', { words: scoreEnglish, text: scoreWritten }],
  ['zh', { words: scoreChinese, text: scoreChineseText }],
])

/** Languages that can be scored, by their primary subtag. */
export const sentimentLanguages: readonly string[] = [...SCORERS.keys()]

/** Whether a language, given by its tag ("en", "en-GB", "zh-CN"), can be scored. */
export function supported(language: string): boolean {
  return SCORERS.has(primaryOf(language))
}

/**
 * The mood of a row of words as a recogniser writes them. Causes are stretches of words. Of a language that is not supported, and of words that
 * show none, the score is 0 with no causes.
 */
export function scoreWords(words: readonly string[], language: string): SentimentScore {
  const scorer = SCORERS.get(primaryOf(language))
  return scorer === undefined || words.length === 0 ? NO_SENTIMENT : scorer.words(words)
}

/**
 * The mood of a text as people type it: web, app, chat, e-mail, social. Marks, capitals, emoticons and emoji count
 * and may be missing. Causes are stretches of its characters (UTF-16). Of a language that is not supported, and of a
 * text that shows none, the score is 0 with no causes.
 */
export function scoreText(text: string, language: string): SentimentScore {
  return SCORERS.get(primaryOf(language))?.text(text) ?? NO_SENTIMENT
}

function primaryOf(language: string): string {
  return (language.split(/[-_]/, 1)[0] ?? '').toLowerCase()
}

import Sentiment from 'sentiment'
import { createRequire } from 'node:module'
import { scoreText, scoreWords } from '../../../server/language/sentiment/sentiment.ts'

export interface Scorer {
  readonly name: string
  /** One of ours. */
  readonly ours: boolean
  /** The form in which its speed is measured. */
  readonly form: 'raw' | 'spoken'
  /** Higher is happier, on a scale of its own. */
  readonly score: (text: string) => number
}

interface Vader {
  readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } }
}
type Wink = (text: string) => { readonly normalizedScore: number }

const require = createRequire(import.meta.url)

/**
 * Ours, written before spoken, and the three that are used most, each by the figure that ranked the texts for choosing
 * settings best.
 */
export function scorers(): readonly Scorer[] {
  const { SentimentIntensityAnalyzer: vader } = require('vader-sentiment') as Vader
  const wink = require('wink-sentiment') as Wink
  const sentiment = new Sentiment()
  return [
    { name: 'earshot, written', ours: true, form: 'raw', score: (text) => scoreText(text, 'en').score },
    {
      name: 'earshot, spoken',
      ours: true,
      form: 'spoken',
      score: (text) => scoreWords(text.split(/\s+/), 'en').score,
    },
    {
      name: 'vader-sentiment',
      ours: false,
      form: 'spoken',
      score: (text) => vader.polarity_scores(text).compound,
    },
    { name: 'sentiment', ours: false, form: 'spoken', score: (text) => sentiment.analyze(text).score },
    { name: 'wink-sentiment', ours: false, form: 'spoken', score: (text) => wink(text).normalizedScore },
  ]
}

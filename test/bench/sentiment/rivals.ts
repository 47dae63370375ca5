import Sentiment from 'sentiment'
import { createRequire } from 'node:module'
import { scoreWords } from '../../../server/language/sentiment/sentiment.ts'

export interface Scorer {
  readonly name: string
  /** Higher is happier, on a scale of its own. */
  readonly score: (text: string) => number
}

interface Vader {
  readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } }
}
type Wink = (text: string) => { readonly normalizedScore: number }

const require = createRequire(import.meta.url)

/** Ours, and the three that are used most, each by the figure that ranked the texts for choosing settings best. */
export function scorers(): readonly Scorer[] {
  const { SentimentIntensityAnalyzer: vader } = require('vader-sentiment') as Vader
  const wink = require('wink-sentiment') as Wink
  const sentiment = new Sentiment()
  return [
    { name: 'earshot', score: (text) => scoreWords(text.split(/\s+/), 'en').score },
    { name: 'vader-sentiment', score: (text) => vader.polarity_scores(text).compound },
    { name: 'sentiment', score: (text) => sentiment.analyze(text).score },
    { name: 'wink-sentiment', score: (text) => wink(text).normalizedScore },
  ]
}

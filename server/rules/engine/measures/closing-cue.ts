import type { Party } from '../../../contracts/call.ts'
import { createPhraseFinder, type PhraseFinder } from '../../../language/phrases/finder.ts'
import { phraseOf, type Phrase } from '../../../language/phrases/phrase.ts'

/** What is said when a call comes to its end. */
export interface ClosingCue {
  /** Who says it; null: either. */
  readonly party: Party | null
  readonly finder: PhraseFinder
}

/** How agents end a call where `rules/phases.yaml` says nothing else. */
const CLOSING_PHRASES = [
  'anything else i can help',
  'have a (nice|great|good) day',
  'thank you for calling',
  'thanks for calling',
  'bye bye',
  'goodbye',
  'good bye',
]

export function createClosingCue(party: Party | null, phrases: readonly Phrase[]): ClosingCue {
  const entries = phrases.map((phrase) => ({ phrase, soundsAlike: false, minScore: 1 }))
  return { party, finder: createPhraseFinder(entries) }
}

export const DEFAULT_CLOSING: ClosingCue = createClosingCue(
  'agent',
  CLOSING_PHRASES.map((text) => phraseOf(text)),
)

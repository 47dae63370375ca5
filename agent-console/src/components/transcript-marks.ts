import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { Utterance, Word } from '../../../server/contracts/transcript.ts'
import { locateEvidence } from '../data/locate-evidence.ts'

/** Words that have stayed this long in the hypothesis rarely change (measured; see server/asr). */
const SETTLED_MS = 300
/** Finals below this are shown as unsure. */
const LOW_CONFIDENCE = 0.7

type WordState = 'moving' | 'settled' | 'final'

/** How sure the screen is of a word: just appeared, stayed for a while, or final. */
function wordState(word: Word, utterance: Utterance): WordState {
  if (utterance.state === 'final') return 'final'
  return word.stayedMs >= SETTLED_MS ? 'settled' : 'moving'
}

/** Neighbouring words that look the same. */
export interface WordRun {
  readonly state: WordState
  readonly unsure: boolean
  readonly outcome: Outcome | null
  readonly text: string
}

/** The words of an utterance as runs of one look, with those that made a rule fire marked. */
export function wordRuns(utterance: Utterance, outcomes: readonly Outcome[]): readonly WordRun[] {
  const ranges = outcomes.flatMap((outcome) => {
    const range = outcome.state === 'retracted' ? null : locateEvidence(utterance, outcome.evidence)
    return range === null ? [] : [{ outcome, range }]
  })
  const runs: WordRun[] = []
  utterance.words.forEach((word, index) => {
    const state = wordState(word, utterance)
    const unsure = state === 'final' && word.confidence !== null && word.confidence < LOW_CONFIDENCE
    const outcome = ranges.findLast(({ range }) => index >= range.from && index < range.to)?.outcome ?? null
    const last = runs.at(-1)
    if (last?.state === state && last.unsure === unsure && last.outcome === outcome) {
      runs[runs.length - 1] = { ...last, text: `${last.text} ${word.text}` }
    } else {
      runs.push({ state, unsure, outcome, text: word.text })
    }
  })
  return runs
}

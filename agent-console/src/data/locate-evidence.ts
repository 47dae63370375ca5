import type { Evidence } from '../../../server/contracts/match.ts'
import type { Utterance, Word } from '../../../server/contracts/transcript.ts'

/** Half-open range of word positions. */
export interface WordRange {
  readonly from: number
  readonly to: number
}

/**
 * Finds the words of the evidence in an utterance. Their times in a partial are estimates and positions
 * move, so the same words in the same order are looked for first, nearest in time; when redaction or the
 * final changed them, the words spoken in that stretch of time count.
 */
export function locateEvidence(utterance: Utterance, evidence: Evidence): WordRange | null {
  if (evidence.utteranceId !== utterance.utteranceId) return null
  return sameWords(utterance.words, evidence) ?? sameTime(utterance.words, evidence)
}

function sameWords(words: readonly Word[], evidence: Evidence): WordRange | null {
  const length = evidence.words.length
  if (length === 0) return null
  let best: { range: WordRange; distanceMs: number } | null = null
  for (let from = 0; from + length <= words.length; from += 1) {
    if (!evidence.words.every((word, index) => words[from + index]?.text === word.text)) continue
    const distanceMs = Math.abs((words[from]?.startMs ?? 0) - evidence.startMs)
    if (best === null || distanceMs < best.distanceMs)
      best = { range: { from, to: from + length }, distanceMs }
  }
  return best?.range ?? null
}

function sameTime(words: readonly Word[], evidence: Evidence): WordRange | null {
  const from = words.findIndex((word) => word.endMs > evidence.startMs && word.startMs < evidence.endMs)
  if (from < 0) return null
  const last = words.findLastIndex((word) => word.startMs < evidence.endMs)
  return { from, to: Math.max(from, last) + 1 }
}

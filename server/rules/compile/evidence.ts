import type { Party } from '../../contracts/call.ts'
import type { Evidence } from '../../contracts/match.ts'
import type { Word } from '../../contracts/transcript.ts'
import type { RuleHit } from './compiled-rule.ts'

/** What a phrase that was said proves. */
export function saidEvidence(hit: RuleHit, party: Party | null, utteranceId: string): Evidence {
  return {
    condition: 'said',
    party,
    phrase: hit.phrase,
    words: hit.words,
    utteranceId,
    startMs: hit.startMs,
    endMs: hit.endMs,
    confidence: lowestConfidence(hit.words),
  }
}

/** Null when the recogniser has given none of the words a confidence. */
export function lowestConfidence(words: readonly Word[]): number | null {
  return words.reduce<number | null>((lowest, { confidence }) => {
    if (confidence === null) return lowest
    return lowest === null ? confidence : Math.min(lowest, confidence)
  }, null)
}

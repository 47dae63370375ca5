import type { Match } from '../../contracts/match.ts'
import type { Outcome } from '../../contracts/outcome.ts'
import type { Stage } from '../stage.ts'

/** Two cards for the same words are one too many: the one that came first stays, unless the new one matters more. */
export const sameWords: Stage = ({ match, sameWordsPriority }) =>
  sameWordsPriority !== null && match.rule.priority <= sameWordsPriority ? 'same-words' : null

/** Whether a card that is open rests on words that this match rests on, too. */
export function restsOnSameWords(outcome: Outcome, { action, evidence }: Match): boolean {
  if (outcome.kind !== 'prompt' || action.kind !== 'prompt') return false
  if (outcome.state !== 'shown' && outcome.state !== 'confirmed') return false
  const open = outcome.evidence
  if (open.words.length === 0 || evidence.words.length === 0) return false
  const sameSpeaker = open.party === null || evidence.party === null || open.party === evidence.party
  return sameSpeaker && open.startMs < evidence.endMs && evidence.startMs < open.endMs
}

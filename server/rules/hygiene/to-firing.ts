import { ruleIdOf, type Outcome } from '../../contracts/outcome.ts'
import type { Firing } from './firing.ts'

/** A kept outcome as hygiene takes it; null: it came of no rule. */
export function toFiring({ kind, rule, callId, evidence }: Outcome): Firing | null {
  if (kind === 'issue') return null
  const [first] = evidence.words
  const last = evidence.words.at(-1)
  const { utteranceId } = evidence
  const words =
    first === undefined || last === undefined || utteranceId === null
      ? null
      : { utteranceId, startMs: first.startMs, endMs: last.endMs }
  return { ruleId: ruleIdOf({ rule }), callId, words }
}

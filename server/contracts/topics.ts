import type { CallMessage } from './transcript.ts'
import type { Match } from './match.ts'
import type { Outcome } from './outcome.ts'

/** Every topic of the bus and what travels on it. Messages of one call keep their order within a topic. */
export interface Topics {
  /** Written by asr. Its raw words are for rules and redaction only; others may read who, where and how far. */
  readonly call: CallMessage
  /** Written by redaction: the same messages, fit to leave the process. */
  readonly transcript: CallMessage
  /** Written by rules. */
  readonly match: Match
  /** Written by actions. */
  readonly outcome: Outcome
}

export type Topic = keyof Topics

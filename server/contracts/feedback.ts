import type { Role } from './access.ts'
import type { WallMs } from './time.ts'

/**
 * What a person says of an outcome. `used`: it helped. `not-now`: right, but not of use at that moment.
 * `wrong`: it should not have come.
 */
export const FEEDBACK_VERDICTS = ['used', 'not-now', 'wrong'] as const

export type FeedbackVerdict = (typeof FEEDBACK_VERDICTS)[number]

/** One person's verdict on one outcome; a later one of the same person replaces it. */
export interface OutcomeFeedback {
  readonly outcomeId: string
  /** `id@version` of the rule that made the outcome. */
  readonly rule: string
  readonly verdict: FeedbackVerdict
  /** Subject of the token. */
  readonly by: string
  readonly role: Role
  readonly at: WallMs
}

import type { CallMessage } from './transcript.ts'
import type { AlertCase } from './alert-case.ts'
import type { AssistState, CallLabel, WrapUpSaved } from './assist.ts'
import type { DigitalFeedback } from './digital-feedback.ts'
import type { Issue } from './issue.ts'
import type { Match } from './match.ts'
import type { Outcome } from './outcome.ts'
import type { VolumeNotice } from './volume-notice.ts'

/** Every topic of the bus and what travels on it. Messages of one call keep their order within a topic. */
export interface Topics {
  /** Written by asr. Its raw words are for rules and redaction only; others may read who, where and how far. */
  readonly call: CallMessage
  /** Written by redaction: the same messages, fit to leave the process. */
  readonly transcript: CallMessage
  /** Written by feedback: what came in on digital channels, redacted. */
  readonly feedback: DigitalFeedback
  /** Written by rules, and by issues for the line that a digital team wants said. */
  readonly match: Match
  /** Written by actions. */
  readonly outcome: Outcome
  /** Written by alerts: each change of a case. */
  readonly case: AlertCase
  /** Written by assist: what the agent of a call can lean on besides prompts. */
  readonly assist: AssistState
  /** Written by assist: an agent says that a call is about trouble with a digital channel. */
  readonly label: CallLabel
  /** Written by assist: the notes of a call were saved. */
  readonly 'wrap-up': WrapUpSaved
  /** Written by issues: each change of an issue that people are shown. */
  readonly issue: Issue
  /** Written by issues: the number of contacts changed, or a feed did. */
  readonly notice: VolumeNotice
}

export type Topic = keyof Topics

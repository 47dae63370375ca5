import type { CallId } from '../../contracts/call.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import { atOnce } from './at-once.ts'
import { initialCallState } from './call-state.ts'
import { step } from './step.ts'
import type { UnstampedMatch } from './unstamped-match.ts'

export interface EvaluateCallOptions {
  readonly set: RuleSet
  readonly callId: CallId
  readonly messages: Iterable<CallMessage>
}

/** Runs a whole call at once, through the same steps as live. */
export function evaluateCall(options: EvaluateCallOptions): readonly UnstampedMatch[] {
  return atOnce(evaluation(options))
}

/** The same, with a pause after each message for whoever shares the process. */
export function* evaluation({
  set,
  callId,
  messages,
}: EvaluateCallOptions): Generator<void, readonly UnstampedMatch[]> {
  const matches: UnstampedMatch[] = []
  let state = initialCallState(callId)
  for (const message of messages) {
    const stepped = step(set, state, message)
    state = stepped.state
    matches.push(...stepped.matches)
    yield
  }
  return matches
}

import type { CallId } from '../../contracts/call.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
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
  const matches: UnstampedMatch[] = []
  let state = initialCallState(options.callId)
  for (const message of options.messages) {
    const stepped = step(options.set, state, message)
    state = stepped.state
    matches.push(...stepped.matches)
  }
  return matches
}

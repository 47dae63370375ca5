import { initialCallState, type CallState } from '../../../server/rules/engine/call-state.ts'
import { step } from '../../../server/rules/engine/step.ts'
import type { RuleSet } from '../../../server/rules/compile/compile.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { median } from '../goals.ts'
import type { Talk } from './talk.ts'

/** Judges calls one after another; returns how many matches came of them. */
export function judge(set: RuleSet, { calls }: Talk): number {
  let matches = 0
  for (const messages of calls) {
    let state = initialCallState(messages[0]?.callId ?? '')
    for (const message of messages) {
      const stepped = step(set, state, message)
      state = stepped.state
      matches += stepped.matches.length
    }
  }
  return matches
}

/** The state of a call after some of its messages. */
export function stateAfter(set: RuleSet, messages: Iterable<CallMessage>): CallState {
  let state = initialCallState('call-1')
  for (const message of messages) state = step(set, state, message).state
  return state
}

/** CPU seconds of this process that some work takes once it is warm: the median of several runs. */
export function cpuSeconds(runs: number, work: () => unknown): number {
  work()
  return median(
    Array.from({ length: runs }, () => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1e6
    }),
  )
}

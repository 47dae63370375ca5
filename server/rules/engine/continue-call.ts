import type { CallInfo } from '../../contracts/call.ts'
import { initialCallState, type CallState, type RuleSlot } from './call-state.ts'

/**
 * The state of a call that goes on under a new stream after a restart. Call time goes on: 0 of the new stream is
 * where the old one was. Words under way are lost with the process that heard them, and what they had fired is
 * decided by what is certain. Without the state that was kept (null), rules that watch from the call's start are
 * not judged, because nobody knows what was said.
 */
export function continueCall(
  kept: CallState | null,
  { callId, continues }: Pick<CallInfo, 'callId' | 'continues'>,
): CallState {
  const fresh = initialCallState(callId)
  const atMs = continues?.atMs ?? 0
  if (kept === null) return { ...fresh, originMs: atMs }
  const rules = Object.entries(kept.rules).map(([key, slot]): [string, RuleSlot] => {
    const { memory } = slot
    // Each is run at the next message, so that nothing stays pending on words that nobody will finish.
    return [key, { ...slot, memory: { ...memory, ahead: {}, dueMs: 0 } }]
  })
  return {
    ...kept,
    callId,
    seq: 0,
    originMs: kept.originMs + atMs,
    open: [],
    rules: Object.fromEntries(rules),
  }
}

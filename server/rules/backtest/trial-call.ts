import type { CallId } from '../../contracts/call.ts'
import type { Store } from '../../contracts/store.ts'
import type { TrialCall } from './try-rules.ts'
import { wholeCall } from './whole-call.ts'

/** A kept call as rules are tried on it; null: there is none of this id. */
export async function trialCall(
  store: Pick<Store, 'getCall' | 'rules'>,
  callId: CallId,
): Promise<TrialCall | null> {
  const found = await store.getCall(callId)
  if (found === null) return null
  const { record, legs } = await wholeCall(store, found)
  const feedback = await Promise.all(legs.map((leg) => store.rules.listFeedback(leg.callId)))
  return { record, legs, feedback: feedback.flat() }
}

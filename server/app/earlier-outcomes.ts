import type { EarlierOutcomes } from '../actions/outcome-book.ts'
import type { CallId } from '../contracts/call.ts'
import type { KeptCall, Store } from '../contracts/store.ts'
import { callMs } from '../contracts/time.ts'
import { legsOf } from '../rules/backtest/whole-call.ts'

/**
 * What people were told in the calls that may go on after this start, on the time of each call's last part, so that
 * nobody is told twice and what fired before can still be withdrawn.
 */
export async function earlierOutcomes(
  store: Pick<Store, 'getCall'>,
  calls: readonly KeptCall[],
): Promise<ReadonlyMap<CallId, EarlierOutcomes>> {
  const byCall = new Map<CallId, EarlierOutcomes>()
  for (const { callId } of calls) {
    const found = await store.getCall(callId)
    if (found === null) continue
    const legs = await legsOf(store, found)
    const lastFromMs = legs.at(-1)?.fromMs ?? 0
    const told = legs.flatMap(({ record, fromMs }) =>
      record.outcomes.map((outcome) => ({ outcome, atMs: callMs(outcome.atMs + fromMs - lastFromMs) })),
    )
    byCall.set(callId, told)
  }
  return byCall
}

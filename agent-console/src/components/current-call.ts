import type { Me } from '../data/api.ts'
import type { CallView } from '../data/call-view.ts'
import type { ConsoleState } from '../data/store.ts'

interface CallChoice {
  /** Null while it is not known; the server sends an agent nothing but the own calls. */
  readonly me: Me | null
  /** The call that the person switched to. */
  readonly chosen: string | null
  /** The sample call that this panel plays. */
  readonly own: string | null
}

/** The call that the panel shows: the chosen one, else the newest live one, else the last one that ended. */
export function currentCall(state: ConsoleState, choice: CallChoice): CallView | null {
  const chosen = choice.chosen === null ? undefined : state.calls.get(choice.chosen)
  if (chosen?.state === 'live') return chosen
  if (!seesOwnCallsOnly(choice.me)) return choice.own === null ? null : (state.calls.get(choice.own) ?? null)
  let newest: CallView | null = null
  for (const call of state.calls.values()) if (newest === null || outranks(call, newest)) newest = call
  return newest
}

/** Further live calls of the same agent, for example a consultation. */
export function otherLiveCalls(
  state: ConsoleState,
  { me, shown }: { readonly me: Me | null; readonly shown: CallView | null },
): readonly CallView[] {
  if (!seesOwnCallsOnly(me)) return []
  return [...state.calls.values()].filter((call) => call.state === 'live' && call.callId !== shown?.callId)
}

function seesOwnCallsOnly(me: Me | null): boolean {
  return me === null || me.role === 'agent'
}

function outranks(call: CallView, other: CallView): boolean {
  if (call.state !== other.state) return call.state === 'live'
  return call.info.startedAt >= other.info.startedAt
}

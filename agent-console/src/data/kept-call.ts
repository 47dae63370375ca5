import type { CallRecord } from '../../../server/contracts/store.ts'
import { queueOf } from '../design/wording.ts'
import { type CallView, newCall } from './call-view.ts'
import { holdsOf } from './holds.ts'
import { withHistory } from './transcript-entries.ts'

/** A call of the store as screens show calls. */
export function keptCall({
  call,
  utterances,
  events,
  outcomes,
  durationMs,
  endReason,
}: CallRecord): CallView {
  const shown = outcomes.filter(({ state }) => state !== 'held')
  const endMs = durationMs ?? utterances.at(-1)?.endMs ?? 0
  return {
    ...newCall(call, { atMs: endMs, at: 0 }),
    state: 'ended',
    entries: withHistory([], utterances),
    outcomes: shown,
    held: outcomes.filter(({ state }) => state === 'held'),
    holds: holdsOf(events, endMs),
    queue: queueOf(call),
    alerts: shown.filter(({ kind }) => kind === 'alert').length,
    prompts: shown.filter(({ kind }) => kind === 'prompt').length,
    durationMs,
    endReason,
  }
}

import type { CallRecord } from '../../../server/contracts/store.ts'
import { type CallView, newCall } from './call-view.ts'
import { withHistory } from './transcript-entries.ts'

/** A call of the store as screens show calls. */
export function keptCall({ call, utterances, outcomes, durationMs, endReason }: CallRecord): CallView {
  const shown = outcomes.filter(({ state }) => state !== 'held')
  return {
    ...newCall(call, { atMs: durationMs ?? utterances.at(-1)?.endMs ?? 0, at: 0 }),
    state: 'ended',
    entries: withHistory([], utterances),
    outcomes: shown,
    alerts: shown.filter(({ kind }) => kind === 'alert').length,
    prompts: shown.filter(({ kind }) => kind === 'prompt').length,
    durationMs,
    endReason,
  }
}

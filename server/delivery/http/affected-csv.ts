import type { AffectedContact } from '../../contracts/issue-desk.ts'
import { writeCsv } from '../../platform/write-csv.ts'

const COLUMNS = ['contact', 'channel', 'step', 'at', 'call', 'call_ms', 'queue']

/** The customers to call back, for a dialler or a spreadsheet; times in ISO 8601, UTC. */
export function affectedCsv(contacts: readonly AffectedContact[]): string {
  return writeCsv(
    COLUMNS,
    contacts.map(({ contactId, channel, step, at, callId, atMs, queue }) => [
      contactId,
      channel,
      step,
      new Date(at).toISOString(),
      callId,
      atMs,
      queue,
    ]),
  )
}

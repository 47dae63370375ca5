import type { HeardContact } from '../../server/contracts/contact.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { buildContact } from './issue-builders.ts'

/** A contact by phone in which nothing was said, of a customer of its own. */
export function heardContact(
  change: Partial<Omit<HeardContact, 'at'>> & { readonly at?: number } = {},
): HeardContact {
  const { at = 0, id = 'calls:call-1', ...rest } = change
  const own = { id, authorKey: `author of ${id}`, callId: id.replace('calls:', ''), atMs: callMs(5000) }
  return buildContact({ ...own, texts: [], sourceId: 'calls', ...rest, at: wallMs(at) })
}

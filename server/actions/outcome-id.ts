import { createHash } from 'node:crypto'
import type { CallId } from '../contracts/call.ts'

/**
 * The outcome's id: the same for every state of one match, also in a replay; unique over all calls even
 * where match ids are unique within a call only; safe in an address.
 */
export function outcomeIdOf(callId: CallId, matchId: string): string {
  return createHash('sha256').update(`${callId}\0${matchId}`).digest('base64url').slice(0, 22)
}

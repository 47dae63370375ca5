import type { UpdateMessage } from '../message.ts'
import { requirePrincipal, requireStream, type SessionContext } from '../session-context.ts'

/** Passes on what changed about the call: its agent, hold, attributes. */
export function handleUpdate(context: SessionContext, message: UpdateMessage): void {
  context.calls.update({ stream: requireStream(context), principal: requirePrincipal(context), message })
}

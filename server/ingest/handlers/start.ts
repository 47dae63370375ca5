import type { StartMessage } from '../message.ts'
import { requirePrincipal, type SessionContext } from '../session-context.ts'

/** Opens or joins the call and tells under which ids and where the stream goes on. */
export function handleStart(context: SessionContext, message: StartMessage): void {
  const { calls, source, owner } = context
  const stream = calls.start({ message, principal: requirePrincipal(context), source, owner })
  context.attach(stream)
  context.connection.send({
    type: 'started',
    callId: stream.callId,
    streamId: stream.streamId,
    samples: 0,
    atMs: stream.startMs,
  })
}

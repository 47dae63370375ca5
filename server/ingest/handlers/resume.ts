import type { ResumeMessage } from '../message.ts'
import { requirePrincipal, type SessionContext } from '../session-context.ts'

/** Takes up a stream whose connection dropped and tells from which sample to send on. */
export function handleResume(context: SessionContext, message: ResumeMessage): void {
  const { calls, owner } = context
  const stream = calls.resume({ message, principal: requirePrincipal(context), owner })
  context.attach(stream)
  context.connection.send({
    type: 'resumed',
    callId: stream.callId,
    streamId: stream.streamId,
    samples: stream.samples,
    positionMs: stream.positionMs,
  })
}

import { requireStream, type SessionContext } from '../session-context.ts'

/** Ends the stream; when it was the call's last, the answer waits for the last words. */
export function handleStop(context: SessionContext): void {
  const stream = requireStream(context)
  stream.requireAligned()
  context.calls.finish(stream, 'completed').then(
    (durationMs) => {
      context.connection.send({ type: 'stopped', callId: stream.callId, durationMs })
      context.conclude()
    },
    (thrown: unknown) => context.fail(thrown),
  )
}

import type { SessionContext } from '../session-context.ts'

/** Answers, so that the source knows that somebody listens. */
export function handlePing(context: SessionContext): void {
  context.connection.send({ type: 'pong' })
}

import type { GapMessage } from '../message.ts'
import { requireStream, type SessionContext } from '../session-context.ts'

/** Lets call time go on without audio. */
export function handleGap(context: SessionContext, message: GapMessage): void {
  requireStream(context).gap(message)
}

import type { AudioMessage } from '../message.ts'
import { requireStream, type SessionContext } from '../session-context.ts'

/** Decodes the audio and hands it on. */
export function handleAudio(context: SessionContext, message: AudioMessage): void {
  requireStream(context).push(message)
}

import type { AppError } from '../contracts/errors.ts'
import type { ServerMessage } from './message.ts'

/** One client's connection as the session sees it; each door implements it for its protocol. */
export interface Connection {
  /** Sends an answer, in the door's own form; doors of one-way protocols send nothing. */
  send(message: ServerMessage): void
  /** Closes with the error's own code, or normally when there is none. Nothing is sent after it. */
  close(error: AppError | null): void
  /** Stops reading, so that the sender is slowed by the transport. */
  pause(): void
  resume(): void
}

import type { Principal } from '../contracts/access.ts'
import type { AudioSource } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { CallRegistry } from './call-registry.ts'
import type { Connection } from './connection.ts'
import type { Stream, StreamOwner } from './stream.ts'

/** What a handler may use of its session. */
export interface SessionContext {
  readonly calls: CallRegistry
  readonly connection: Connection
  readonly source: AudioSource
  readonly owner: StreamOwner
  readonly principal: Principal | null
  readonly stream: Stream | null
  /** From now on the session feeds this stream. */
  attach(stream: Stream): void
  /** Ends the session in good order. */
  conclude(): void
  /** Ends the session because something failed after the handler had returned. */
  fail(thrown: unknown): void
}

/** The principal, which every state that takes a start or resume has. */
export function requirePrincipal(context: SessionContext): Principal {
  if (context.principal === null) throw new AppError('TOKEN_MISSING')
  return context.principal
}

/** The stream, which every state but `waiting` has. */
export function requireStream(context: SessionContext): Stream {
  if (context.stream === null) throw new AppError('START_MISSING')
  return context.stream
}

import { Metadata, type ServerDuplexStream } from '@grpc/grpc-js'
import type { AppError } from '../../contracts/errors.ts'
import type { Connection } from '../connection.ts'
import type { ServerMessage } from '../message.ts'
import { encodeResponse } from './grpc-message.ts'

/** Answers that wait because the client does not read; beyond this, further ones are dropped and counted. */
const MAX_UNREAD_ANSWERS = 1_000

interface GrpcConnectionOptions {
  readonly call: ServerDuplexStream<object, object>
  readonly onUnread: () => void
}

/** A gRPC call as the session sees it. */
export class GrpcConnection implements Connection {
  readonly #options: GrpcConnectionOptions
  #ended = false

  constructor(options: GrpcConnectionOptions) {
    this.#options = options
  }

  send(message: ServerMessage): void {
    const { call, onUnread } = this.#options
    if (this.#ended || call.cancelled) return
    if (call.writableLength > MAX_UNREAD_ANSWERS) onUnread()
    else call.write(encodeResponse(message))
  }

  close(error: AppError | null): void {
    if (this.#ended) return
    this.#ended = true
    // What is still sent is read and dropped, so that the status can reach a client that is busy sending.
    this.#options.call.resume()
    endCall(this.#options.call, error)
  }

  pause(): void {
    this.#options.call.pause()
  }

  resume(): void {
    this.#options.call.resume()
  }
}

/**
 * Ends a call with the status of the error's code; the code itself travels in the trailer `earshot-code`, the time
 * after which to try again in `retry-after-ms`.
 */
export function endCall(call: ServerDuplexStream<object, object>, error: AppError | null): void {
  if (error === null) {
    call.end()
    return
  }
  const metadata = new Metadata()
  metadata.set('earshot-code', error.code)
  if (error.retryAfterMs !== null) {
    // The second is what clients with a retry policy wait for (gRPC proposal A6, "Pushback").
    for (const name of ['retry-after-ms', 'grpc-retry-pushback-ms'])
      metadata.set(name, String(error.retryAfterMs))
  }
  call.emit('error', { code: error.entry.grpcStatus, details: error.message, metadata })
}

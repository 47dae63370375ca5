import type { WebSocket } from 'ws'
import { errorMessage, type AppError } from '../../contracts/errors.ts'
import type { Outgoing, ReaderTransport } from './reader-transport.ts'

/** Pings that may go unanswered before the reader counts as gone. */
const PATIENCE = 2

/** The part of a WebSocket that a reader needs. */
export type ReaderSocket = Pick<WebSocket, 'bufferedAmount' | 'send' | 'ping' | 'on' | 'close' | 'terminate'>

/** A reader over WebSocket (RFC 6455). */
export class WsTransport implements ReaderTransport {
  readonly kind = 'ws'
  readonly #socket: ReaderSocket
  #unanswered = 0

  constructor(socket: ReaderSocket) {
    this.#socket = socket
    const onLife = (): void => {
      this.#unanswered = 0
    }
    socket.on('pong', onLife)
    socket.on('message', onLife)
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  send({ payload }: Outgoing, onTaken: () => void): void {
    // A failed write comes here too; the socket's close follows it and lets the reader go.
    this.#socket.send(payload, { binary: false }, () => onTaken())
  }

  heartbeat(): boolean {
    if (this.#unanswered >= PATIENCE) return false
    this.#unanswered += 1
    this.#socket.ping()
    return true
  }

  close(error: AppError): void {
    this.#socket.send(JSON.stringify(errorMessage(error)))
    this.#socket.close(error.entry.closeCode, error.code)
  }

  terminate(): void {
    this.#socket.terminate()
  }
}

import type { RawData, WebSocket } from 'ws'
import type { AppError } from '../../contracts/errors.ts'
import type { Connection } from '../connection.ts'
import type { ServerMessage } from '../message.ts'

/** Answers that a client has not read yet; beyond this, further ones are dropped and counted. */
const MAX_UNREAD_BYTES = 256 * 1024

type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'pause' | 'resume' | 'bufferedAmount' | 'readyState' | 'OPEN'
>

interface WebSocketConnectionOptions {
  readonly socket: Socket
  /** The wire form of an answer; null: this protocol has none. */
  readonly encode: (message: ServerMessage) => string | null
  /** Told of an answer that was dropped because the client does not read. */
  readonly onUnread: () => void
}

/** A WebSocket as the session sees it. */
export class WebSocketConnection implements Connection {
  readonly #options: WebSocketConnectionOptions

  constructor(options: WebSocketConnectionOptions) {
    this.#options = options
  }

  send(message: ServerMessage): void {
    const { socket, encode, onUnread } = this.#options
    const text = encode(message)
    if (text === null || socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) onUnread()
    else socket.send(text)
  }

  close(error: AppError | null): void {
    const { socket } = this.#options
    // A paused socket would never read the peer's half of the closing handshake.
    socket.resume()
    socket.close(error?.entry.closeCode ?? 1000, error?.code ?? '')
  }

  pause(): void {
    this.#options.socket.pause()
  }

  resume(): void {
    this.#options.socket.resume()
  }
}

/** A frame's payload as one buffer, whichever form the library chose. */
export function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}

import type { ServerMessage } from './server-message.ts'
import type { StreamDescription } from './audio-client.ts'

/** What a client says on a stream, apart from audio. */
export type ControlMessage =
  | ({ readonly type: 'start' } & StreamDescription)
  | { readonly type: 'resume'; readonly callId: string; readonly streamId: string }
  | { readonly type: 'stop' }

export interface WireListener {
  message(message: ServerMessage): void
  /** The connection is gone, for this reason; said once, and nothing follows. */
  lost(reason: Error): void
}

/** One connection that carries the messages of the native protocol, in whatever form. */
export interface Wire {
  control(message: ControlMessage): void
  /** Signed 16 bit little endian; resolves when the transport has taken it, also when it is lost. */
  audio(bytes: Buffer): Promise<void>
  close(): void
}

/** @throws AppError when the server refuses the connection, CliError when nobody answers. */
export type OpenWire = (listener: WireListener) => Promise<Wire>
